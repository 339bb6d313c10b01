import type { Worker } from '@temporalio/worker';
import type { Observer } from './observe.js';

export interface SurefootWorker {
  /** Takes tasks until `shutdown`, or until it fails; the same promise whoever asks. */
  run(): Promise<void>;
  /** All that it polls. */
  readonly taskQueues: readonly string[];
  /** Where `/livez`, `/readyz` and `/metrics` are; undefined where they are not served. */
  readonly healthUrl: string | undefined;
  /** Lets attempts in flight finish for 10 s at most, then stops and closes what was opened. */
  shutdown(): Promise<void>;
}

export type OneOfThem = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/** Temporal's workers as one, and what is closed after them. */
export function runTogether(
  {
    workers,
    taskQueues,
  }: { readonly workers: readonly OneOfThem[]; readonly taskQueues: readonly string[] },
  observer: Pick<Observer, 'stopping' | 'url'> | undefined,
  close: () => Promise<void>,
): SurefootWorker {
  let ended: Promise<void> | undefined;
  const stopAll = () => {
    observer?.stopping();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const run = async (): Promise<void> => {
    // One that fails takes the others with it: half a worker is worse than none.
    const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(stopAll)));
    const closed = await Promise.allSettled([close()]);
    const failed = [...ends, ...closed].find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  const runOnce = () => (ended ??= run());
  return {
    run: runOnce,
    taskQueues,
    healthUrl: observer?.url,
    async shutdown() {
      // One that never ran is freed by running it to its end.
      const over = runOnce();
      stopAll();
      await over;
    },
  };
}

/** With what they need `beside`. A worker that was created holds its connection until it has run to its end. */
export async function allOrNone<W extends OneOfThem>(
  creating: readonly Promise<W>[],
  beside: readonly Promise<unknown>[],
): Promise<readonly W[]> {
  const [created, loaded] = await Promise.all([
    Promise.allSettled(creating),
    Promise.allSettled(beside),
  ]);
  const workers = created.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = [...created, ...loaded].find((each) => each.status === 'rejected');
  if (failed === undefined) return workers;
  const ended = workers.map((worker) => worker.run());
  for (const worker of workers) worker.shutdown();
  await Promise.allSettled(ended);
  throw failed.reason;
}
