import { formatDuration } from './duration.js';

/** One event of a run, as whoever watches gets it. */
export interface SeenEvent {
  readonly kind: string;
  /** ISO. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the events have told so far of a run: a value, so that it can be drawn at any moment. */
export interface RunView {
  /** In the order in which they began or were planned. */
  readonly tasks: readonly TaskView[];
  readonly intent: string;
  readonly ended: boolean;
}

/** A step of the plan, or one of the run's own tasks around them. */
export interface TaskView {
  readonly id: string;
  /** The tool of a step; '' for the run's own. */
  readonly tool: string;
  /** What it reads, where there are several. */
  readonly warehouse?: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly attempts: number;
  /** In a few words: rows, a rung, an error. */
  readonly detail: string;
}

export const nothingSeen: RunView = { tasks: [], intent: '', ended: false };

const ticketTask = 'ticket';
const forAPerson = ' waits for a person';

/** The view after one more event. Kinds that are new to this build change nothing. */
export function afterEvent(view: RunView, event: SeenEvent): RunView {
  const atMs = Date.parse(event.at);
  const data = event.data;
  switch (event.kind) {
    case 'run.started':
      return withTask(view, 'plan', { state: 'running', startedAtMs: atMs });
    case 'plan.made':
      return planned(view, event, atMs);
    case 'plan.refused':
      return withTask(view, 'plan', { detail: refusedWords(data['findings']) });
    case 'answer.refused':
      return withTask(view, 'interpret', { detail: refusedWords(data['findings']) });
    case 'step.started':
      return begun(approved(view, atMs), data, atMs);
    case 'attempt.finished':
      return attempted(view, data, atMs);
    case 'step.finished':
      return withTask(view, textOf(data['step']), {
        state: data['status'] === 'succeeded' ? 'done' : 'failed',
        endedAtMs: atMs,
        detail: outcomeWords(data),
      });
    case 'approval.needed':
      return withTask(view, 'approval', {
        state: 'running',
        startedAtMs: atMs,
        endedAtMs: null,
        detail: `needs \`surefoot approve\`: ${textOf(data['reason'])}`,
      });
    case 'verified':
      return verified(view, data, atMs);
    case 'ticket.opened':
      return withTask(view, ticketTask, {
        state: 'running',
        startedAtMs: atMs,
        detail: `${textOf(data['ticketId'])}${forAPerson}`,
      });
    case 'answered':
      return ended(view, atMs);
    default:
      return view;
  }
}

/** Nothing says that a plan was approved but that it runs, or that an edited one came in its place. */
function approved(view: RunView, atMs: number, detail = 'approved'): RunView {
  const waits = view.tasks.some(({ id, state }) => id === 'approval' && state === 'running');
  if (!waits) return view;
  const done = withTask(view, 'approval', { state: 'done', endedAtMs: atMs, detail });
  const reviewWaits = view.tasks.some(({ id, state }) => id === 'review' && state === 'waiting');
  return reviewWaits ? withTask(done, 'review', { state: 'running', startedAtMs: atMs }) : done;
}

function planned(before: RunView, { data }: SeenEvent, atMs: number): RunView {
  const view = approved(before, atMs, 'edited and approved');
  const steps = listOf(data['steps']);
  const replanned = view.tasks.some(({ tool }) => tool !== '');
  const plan = withTask(view, 'plan', {
    state: 'done',
    endedAtMs: atMs,
    detail: `${counted(steps.length, 'step')}${replanned ? ', replanned' : ''}`,
  });
  const withSteps = steps.reduce<RunView>(
    (next, { id, tool, warehouse }) =>
      withTask(next, textOf(id), {
        tool: textOf(tool),
        ...(typeof warehouse === 'string' && { warehouse }),
      }),
    // What an earlier plan left undone is forgotten with it, and its result is checked anew.
    {
      ...plan,
      tasks: plan.tasks.filter(({ state, id }) => state === 'done' && !checksOfPlan.has(id)),
    },
  );
  // Each plan is reviewed beside its steps, and neither begins while it waits to be approved.
  const review = data['waits'] === true ? {} : ({ state: 'running', startedAtMs: atMs } as const);
  const reviewed = withTask(withSteps, 'review', review);
  return { ...reviewed, intent: textOf(data['intent']) };
}

/** A lower rung goes on where the tool itself failed. */
function begun(view: RunView, data: SeenEvent['data'], atMs: number): RunView {
  const id = textOf(data['step']);
  const known = view.tasks.find((task) => task.id === id);
  const rung = textOf(data['rung']);
  const lower = rung !== '' && rung !== 'live';
  return withTask(view, id, {
    state: 'running',
    tool: textOf(data['tool']),
    startedAtMs: lower ? (known?.startedAtMs ?? atMs) : atMs,
    endedAtMs: null,
    detail: lower ? `trying ${rung.replaceAll('_', ' ')}` : '',
  });
}

const checksOfPlan: ReadonlySet<string> = new Set(['verify', 'review']);

/** Where an activity's name says little to a reader. */
const ownNames: ReadonlyMap<string, string> = new Map([
  ['openTicket', ticketTask],
  ['reviewAnswer', 'review of the text'],
]);

/** Tasks of the run's own are known by their attempts; steps have events of their own. */
function attempted(view: RunView, data: SeenEvent['data'], atMs: number): RunView {
  const step = textOf(data['step']);
  const tool = textOf(data['tool']);
  const own = ownNames.get(tool) ?? tool;
  const id = step === '' ? own : step;
  const known = view.tasks.find((task) => task.id === id);
  // What an open breaker refused is no try.
  const attempt = data['status'] === 'refused' ? 0 : Number(data['attempt'] ?? 1);
  const attempts = Math.max(known?.attempts ?? 0, attempt);
  const succeeded = data['status'] === 'success';
  if (step !== '') {
    const failing = succeeded ? {} : { detail: failingWords(data) };
    return withTask(view, id, { attempts, ...failing });
  }
  // That it is opened is not the end of it.
  if (id === ticketTask && succeeded) return view;
  return withTask(view, id, {
    attempts,
    ...(succeeded
      ? {
          state: 'done',
          endedAtMs: atMs,
          ...(known?.state !== 'done' && id !== 'plan' && { detail: '' }),
        }
      : { detail: failingWords(data) }),
  });
}

/** An attempt that failed, and when the next one is made. */
function failingWords({ error, status, retryInMs }: SeenEvent['data']): string {
  const words = textOf(error) || textOf(status);
  return typeof retryInMs === 'number'
    ? `${words}, again after ${formatDuration(retryInMs)}`
    : words;
}

function verified(view: RunView, data: SeenEvent['data'], atMs: number): RunView {
  const checks = listOf(data['checks']);
  const failed = checks.filter(({ passed }) => passed === false).length;
  const findings = listOf(data['findings']).length;
  const words =
    failed === 0
      ? `${counted(checks.length, 'check')} passed`
      : `${failed} of ${counted(checks.length, 'check')} failed`;
  const checked = withTask(view, 'verify', {
    state: findings === 0 ? 'done' : 'failed',
    startedAtMs: null,
    endedAtMs: atMs,
    detail: words,
  });
  return findings === 0
    ? withTask(checked, 'interpret', { state: 'running', startedAtMs: atMs })
    : withTask(checked, 'plan', { state: 'running', detail: 'replanning' });
}

function ended(view: RunView, atMs: number): RunView {
  const tasks = view.tasks.map((task): TaskView => {
    if (task.state !== 'running') return task;
    if (task.id === ticketTask) {
      return {
        ...task,
        state: 'done',
        endedAtMs: atMs,
        detail: task.detail.replace(forAPerson, ''),
      };
    }
    const detail = task.id === 'approval' ? 'not approved' : task.detail || 'not finished';
    return { ...task, state: 'failed', endedAtMs: atMs, detail };
  });
  return { ...view, tasks, ended: true };
}

function withTask(view: RunView, id: string, change: Partial<TaskView>): RunView {
  const known = view.tasks.find((task) => task.id === id);
  if (known === undefined) {
    return { ...view, tasks: [...view.tasks, { ...unknownTask, ...change, id }] };
  }
  const tasks = view.tasks.map((task) => (task === known ? { ...task, ...change } : task));
  return { ...view, tasks };
}

const unknownTask: Omit<TaskView, 'id'> = {
  tool: '',
  state: 'waiting',
  startedAtMs: null,
  endedAtMs: null,
  attempts: 0,
  detail: '',
};

function outcomeWords(data: SeenEvent['data']): string {
  if (data['status'] !== 'succeeded') return failedWords(data);
  // A chart is one row of its own, which tells nobody anything.
  const hasRows = typeof data['rowCount'] === 'number' && data['tool'] !== 'format_results';
  const rows = hasRows ? [counted(Number(data['rowCount']), 'row')] : [];
  const rung = textOf(data['rung']);
  return [...rows, ...(rung === '' || rung === 'live' ? [] : [rung.replaceAll('_', ' ')])].join(
    ', ',
  );
}

/** An open breaker, or the other side, may say when it lets the next one through; in background its step waits for that. */
function failedWords({ error, nextTryAt }: SeenEvent['data']): string {
  const clock = textOf(nextTryAt).slice(11, 19);
  return clock === '' ? textOf(error) : `${textOf(error)} until ${clock} UTC`;
}

/** Nothing is held against a plan that asks back. */
function refusedWords(findings: unknown): string {
  const codes = new Set(listOf(findings).map(({ code }) => textOf(code)));
  return codes.size === 0 ? 'asks back' : `repairing: ${[...codes].join(', ')}`;
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? value.filter((item) => typeof item === 'object' && item !== null)
    : [];
}
