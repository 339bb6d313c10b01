import type { ChildProcess } from 'node:child_process';
import type { RunHandle } from '../../../src/client.js';
import { rowsOf } from '../../e2e/watching.js';
import type { Allowed, Scenario } from '../scenario.js';
import { kill, type AskMore, type Scene } from '../scene.js';

/** A point in a run's life at which its worker is killed. */
export interface Point {
  readonly name: string;
  readonly asks?: AskMore;
  /** Brings the run there; what it returns is called once the worker is dead. */
  reach(scene: Scene, ask: () => Promise<RunHandle>): Promise<() => Promise<void> | void>;
}

interface Workers {
  readonly worker?: ChildProcess;
  readonly env?: Readonly<Record<string, string>>;
}

/** Kills the worker at each point, each of a run of its own, and starts another that goes on. */
export async function killAtEach(
  points: readonly Point[],
  scene: Scene,
  { worker, env = {} }: Workers = {},
): Promise<Allowed> {
  let victim = worker ?? (await scene.worker(env));
  let callsInFlight = 0;
  for (const point of points) {
    callsInFlight += await killAt(point, scene, victim);
    victim = await scene.worker(env);
    await scene.runs.at(-1)?.handle.result();
  }
  return { callsInFlight };
}

/** Each point of a question, and a run of it that nobody disturbs, whose answer all of them must have. */
export function killsOfQuestion(name: string, asks: AskMore, points: readonly Point[]): Scenario {
  return {
    name,
    async play(scene) {
      const worker = await scene.worker();
      const calm = await scene.ask('calm', asks);
      await calm.result();
      const allowed = await killAtEach(
        points.map((point) => ({ ...point, asks })),
        scene,
        { worker },
      );
      return { ...allowed, like: calm.runId };
    },
  };
}

/** Returns how many calls were cut off with the worker. */
async function killAt(point: Point, scene: Scene, victim: ChildProcess): Promise<number> {
  const undo = await point.reach(scene, () => scene.ask(point.name, point.asks));
  await kill(victim);
  await undo();
  return await notKept(scene);
}

/** Calls of the newest run that were answered, or would have been, and whose reply nobody will keep: no worker lives. */
async function notKept({ claude, runs, storeUrl }: Scene): Promise<number> {
  const runId = runs.at(-1)?.runId ?? '';
  const kept = await rowsOf(storeUrl, 'select from surefoot.replies where run_id = $1', [runId]);
  const asked = claude.calls().filter(({ run, status }) => run === runId && status === 200);
  return asked.length - kept.length;
}
