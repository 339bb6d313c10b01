import type { RunView, SeenEvent, TaskView } from '../../../../domain/shown/run-view.js';

/** What a task is, to somebody who has not read about Surefoot. A step keeps its own name. */
export function taskName({
  id,
  tool,
  warehouse,
}: Pick<TaskView, 'id' | 'tool' | 'warehouse'>): string {
  const name = id.replaceAll('_', ' ');
  if (tool === '') return ownNames[id] ?? name;
  if (tool === 'format_results') return 'Draw the chart';
  const from = warehouse === undefined ? '' : `, from ${warehouse}`;
  if (tool === 'fetch_schema') return `Look at the tables (${name})${from}`;
  // A tool of the user's own asks whatever it asks.
  return `${tool === 'execute_query' ? 'Query' : tool}: ${name}${from}`;
}

const ownNames: Readonly<Record<string, string>> = {
  plan: 'Plan the queries',
  review: 'Check that the SQL asks your question',
  approval: 'Wait for approval',
  verify: 'Check the results',
  interpret: 'Put it into words',
  'review of the text': 'Read the answer over',
  ticket: 'Ask a person',
};

export const stateWords: Readonly<Record<TaskView['state'], string>> = {
  waiting: 'to do',
  running: 'under way',
  done: 'done',
  failed: 'not done',
};

/** The task's detail in words: `repairing: unknown_column` reads as a sentence. */
export function taskDetail({ id, state, detail, attempts }: TaskView): string {
  const words = id === 'approval' && state === 'running' ? 'its plan is below' : spoken(detail);
  return [...(words === '' ? [] : [words]), ...(attempts > 1 ? [`try ${attempts}`] : [])].join(
    ', ',
  );
}

function spoken(detail: string): string {
  return detail.replaceAll('_', ' ').replace(/^repairing: /, 'corrected for: ');
}

/** What a screen reader hears of one more event; '' for what would only be noise. */
export function announcement(event: SeenEvent, before: RunView, after: RunView): string {
  const step = typeof event.data['step'] === 'string' ? event.data['step'] : '';
  const task = after.tasks.find(({ id }) => id === step);
  switch (event.kind) {
    case 'run.started':
      return 'Planning the queries.';
    case 'plan.made':
      return `The plan has ${steps(after)}${before.intent === '' ? '' : ', made anew'}.`;
    case 'approval.needed':
      return 'The plan waits for your approval.';
    case 'step.finished':
      return task === undefined ? '' : `${taskName(task)}: ${finished(task)}.`;
    case 'verified':
      return 'The results are checked.';
    case 'ticket.opened':
      return 'The question was handed to a person.';
    case 'answered':
      return 'The answer is there.';
    default:
      return '';
  }
}

function finished(task: TaskView): string {
  return [stateWords[task.state], spoken(task.detail)].filter((words) => words !== '').join(', ');
}

function steps({ tasks }: RunView): string {
  const count = tasks.filter(({ tool }) => tool !== '').length;
  return count === 1 ? 'one step' : `${count} steps`;
}
