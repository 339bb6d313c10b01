import { until } from '../../e2e/watching.js';
import type { Said } from '../../e2e/scripts.js';
import { holdRows, holdTable, type Hold } from '../hold.js';
import { isLogged } from '../waiting.js';
import type { AskMore, Scene } from '../scene.js';
import type { Point } from './kill-at-each.js';

type Reach = Point['reach'];

/** Something of the run waits for that table of the store. */
export function heldTable(table: string): Reach {
  return async ({ storeUrl }, ask) => {
    const hold = await holdTable(storeUrl, table);
    await ask();
    await hold.reached();
    return () => hold.drop();
  };
}

/** Something of the run is about to write such a row. */
export function heldRows(table: string, condition: string): Reach {
  return async ({ storeUrl }, ask) => {
    const hold = await holdRows(storeUrl, table, condition);
    await ask();
    await hold.reached();
    return () => hold.drop();
  };
}

interface Beginning {
  /** The activity that ends before. */
  readonly after: string;
  /** What is read first. */
  readonly reads: 'cache' | 'replies';
  /** True when nobody else will read it. */
  readonly once?: (scene: Scene) => Promise<boolean>;
}

/** The activity is held at the first thing that it reads; it begins once the one before may end. */
export function beginning({ reads, ...which }: Beginning): Point {
  return {
    name: 'start',
    async reach(scene, ask) {
      const table = `surefoot.${reads}`;
      const hold = await heldAfter(scene, ask, which, () => holdTable(scene.storeUrl, table));
      await hold.reached();
      return () => hold.drop();
    },
  };
}

/** Whoever comes after that activity will wait for what is then taken. */
export async function heldAfter(
  scene: Scene,
  ask: () => Promise<unknown>,
  { after, once = () => Promise.resolve(true) }: Pick<Beginning, 'after' | 'once'>,
  take: () => Promise<Hold>,
): Promise<Hold> {
  const before = await holdRows(scene.storeUrl, 'surefoot.tool_calls', succeeded(after));
  await ask();
  await before.reached();
  await until(`nobody else may come`, () => once(scene));
  const hold = await take();
  await before.release();
  return hold;
}

export async function isReviewed(scene: Scene): Promise<boolean> {
  return await isLogged(scene, 'review.1', 'success');
}

/** The attempt has begun, and the log has not heard of it. */
export function begun(activityId: string): Point {
  const first = `new.activity_id = '${activityId}' and new.attempt = 1`;
  return {
    name: 'start',
    reach: heldRows('surefoot.tool_calls', `${first} and new.status = 'running'`),
  };
}

/** The step's work is done, and its result is about to be kept. */
export function keeping(activityId: string): Point {
  return {
    name: 'middle',
    reach: heldRows('surefoot.results', `new.result_id like '%.${activityId}.1'`),
  };
}

/** The work is done and kept, and nobody has been told. */
export function worked(activityId: string): Point {
  return { name: 'end', reach: heldRows('surefoot.tool_calls', succeeded(activityId)) };
}

function succeeded(activityId: string): string {
  return `new.activity_id = '${activityId}' and new.attempt = 1 and new.status = 'success'`;
}

/** Claude has been asked and thinks. */
export function asked(
  role: 'planner' | 'reviewer' | 'interpreter' | 'simplifier',
  says: AskMore['says'],
): Point {
  return {
    name: 'middle',
    asks: says === undefined ? {} : { says },
    async reach({ claude }, ask) {
      const calls = () => claude.calls().filter((call) => call.role === role).length;
      const before = calls();
      await ask();
      await until(`the ${role} is asked`, () => calls() > before);
      return () => {};
    },
  };
}

/** The first who asks waits in vain. */
export function late(reply: Said): readonly Said[] {
  return [{ ...reply, delayMs: 60_000 }, reply];
}
