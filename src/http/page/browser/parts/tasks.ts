import { formatDuration } from '../../../../domain/shown/duration.js';
import type { RunView, TaskView } from '../../../../domain/shown/run-view.js';
import { element, fill, hidden } from '../elements.js';
import { stateWords, taskDetail, taskName } from '../words/tasks.js';

export interface TaskList {
  readonly list: HTMLElement;
  show(view: RunView): void;
  stop(): void;
}

const marks: Readonly<Record<TaskView['state'], string>> = {
  waiting: '',
  running: '',
  done: '✓',
  failed: '✗',
};

/** The plan as it is carried out, a line each; what runs says for how long. Changes are told by `say`, not by the list. */
export function taskList(): TaskList {
  const list = element('ol', { class: 'tasks', 'aria-label': 'What happens' });
  let view: RunView = { tasks: [], intent: '', ended: false };
  const draw = () => {
    fill(
      list,
      view.tasks.map((task) => line(task, Date.now())),
    );
  };
  const timer = setInterval(() => {
    if (view.tasks.some(({ state }) => state === 'running')) draw();
  }, 1_000);
  return {
    list,
    show(next) {
      view = next;
      draw();
    },
    stop: () => clearInterval(timer),
  };
}

function line(task: TaskView, nowMs: number): HTMLElement {
  const { state } = task;
  return element(
    'li',
    { class: `task ${state}` },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, marks[state]),
    element('span', { class: 'name' }, taskName(task), hidden(`, ${stateWords[state]}`)),
    element('span', { class: 'detail' }, taskDetail(task)),
    element('span', { class: 'took' }, took(task, nowMs)),
  );
}

/** The server's clock and the reader's differ: less than nothing is not shown. */
function took({ state, startedAtMs, endedAtMs }: TaskView, nowMs: number): string {
  if (startedAtMs === null) return '';
  if (endedAtMs !== null) return formatDuration(endedAtMs - startedAtMs);
  const seconds = Math.floor((nowMs - startedAtMs) / 1_000);
  return state === 'running' && seconds > 0 ? formatDuration(seconds * 1_000) : '';
}
