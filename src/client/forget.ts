import { recordWorkflowId } from '../domain/question.js';
import type { Erased, Execution, Forgetting, HistoryFate, Who } from '../ports.js';

export interface Forgotten {
  readonly erased: Erased;
  /** In Temporal: those that it had forgotten already are not among them. */
  readonly historiesDeleted: number;
  /** Workflow ids of histories that stay until Temporal's own retention ends. */
  readonly historiesLeft: readonly string[];
  /** Runs that go on, and were left as they are. */
  readonly running: readonly string[];
}

interface ForgetParts {
  readonly store: Forgetting;
  /** Deletes one history; null where Temporal cannot be asked. */
  readonly deleteHistory: ((execution: Execution) => Promise<HistoryFate>) | null;
}

/**
 * Erases what a user asked and was answered, in the store and in Temporal's histories. What the store has is erased
 * whether or not Temporal can be asked. Safe to repeat, and after it was interrupted.
 */
export async function forgetUser(
  who: Who,
  { store, deleteHistory }: ForgetParts,
): Promise<Forgotten> {
  let erased = nothing;
  let historiesDeleted = 0;
  const historiesLeft: string[] = [];
  for (let runs = await next(); runs.length > 0; runs = await next()) {
    for (const run of runs) {
      // First: once the run is nobody's, its history is not found again.
      const fate = await historyOf(run);
      if (fate === 'deleted') historiesDeleted += 1;
      if (fate === 'left') historiesLeft.push(run.workflowId);
      erased = sum(erased, await store.eraseRun(run, who));
    }
  }
  const rest = await store.eraseRest(who);
  erased = sum(erased, { ...nothing, ...rest });
  return { erased, historiesDeleted, historiesLeft, running: await store.running(who) };

  function next() {
    return store.ended(who, batch);
  }

  /** And that of the workflow that recorded it later, where there was one. */
  async function historyOf(run: Execution): Promise<HistoryFate | 'left'> {
    if (deleteHistory === null) return 'left';
    const recorder = { workflowId: recordWorkflowId(run), temporalRunId: '' };
    try {
      const [fate] = await Promise.all([deleteHistory(run), deleteHistory(recorder)]);
      // Whoever asked again once Temporal had forgotten the run made another execution, which holds the same.
      return fate === 'gone' ? await deleteHistory({ ...run, temporalRunId: '' }) : fate;
    } catch {
      return 'left';
    }
  }
}

const batch = 100;

const nothing: Erased = {
  ...{ runs: 0, events: 0, attempts: 0, replies: 0, results: 0, tickets: 0, ratings: 0 },
};

function sum(a: Erased, b: Erased): Erased {
  return {
    runs: a.runs + b.runs,
    events: a.events + b.events,
    attempts: a.attempts + b.attempts,
    replies: a.replies + b.replies,
    results: a.results + b.results,
    tickets: a.tickets + b.tickets,
    ratings: a.ratings + b.ratings,
  };
}
