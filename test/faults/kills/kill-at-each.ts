import type { ChildProcess } from 'node:child_process';
import type { RunHandle } from '../../../src/client.js';
import { rowsOf, until } from '../../e2e/watching.js';
import type { Allowed, Scenario } from '../scenario.js';
import { kill, type AskMore, type Scene } from '../scene.js';

/** A point in a run's life at which its worker is killed. */
export interface Point {
  readonly name: string;
  readonly asks?: AskMore;
  /** Claude is asked, and the call is cut off with the worker. */
  readonly callsInFlight?: 1;
  /** What Claude said cannot be read here; nobody asks him beside. */
  readonly holdsReplies?: true;
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
  for (const point of points) {
    await killAt(point, scene, victim);
    victim = await scene.worker(env);
    await scene.runs.at(-1)?.handle.result();
  }
  return { callsInFlight: points.filter((point) => point.callsInFlight === 1).length };
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

async function killAt(point: Point, scene: Scene, victim: ChildProcess): Promise<void> {
  const { name, asks, callsInFlight, holdsReplies } = point;
  const undo = await point.reach(scene, () => scene.ask(name, asks));
  if (callsInFlight === undefined && holdsReplies === undefined) await noCallInFlight(scene);
  await kill(victim);
  await undo();
}

/** A review goes on beside what a point is about. */
async function noCallInFlight({ claude, runs, storeUrl }: Scene): Promise<void> {
  const runId = runs.at(-1)?.runId ?? '';
  const kept = 'select from surefoot.replies where run_id = $1';
  await until('each call has its reply kept', async () => {
    const replied = claude.calls().filter(({ run, status }) => run === runId && status === 200);
    return replied.length <= (await rowsOf(storeUrl, kept, [runId])).length;
  });
}
