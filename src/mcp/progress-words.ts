import { afterEvent, nothingSeen, type TaskView } from '../domain/shown/run-view.js';
import type { RunEvent } from '../ports.js';

/** What each event of a run says to whoever waits, in a few words; '' where it changes nothing they see. */
export function progressWords(runId: string): (event: RunEvent) => string {
  let view = nothingSeen;
  return (event) => {
    const before = view;
    view = afterEvent(view, event);
    if (event.kind === 'run.started') return `run ${runId} has begun`;
    return view.tasks
      .filter((task) => isNews(task, before.tasks))
      .map(({ id, state, detail }) => `${id} ${state}${detail === '' ? '' : `: ${detail}`}`)
      .join('; ');
  };
}

function isNews({ id, state, detail }: TaskView, before: readonly TaskView[]): boolean {
  const known = before.find((task) => task.id === id);
  return state !== 'waiting' && (state !== known?.state || detail !== known.detail);
}
