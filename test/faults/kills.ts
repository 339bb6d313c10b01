import type { ChildProcess } from 'node:child_process';
import { confirms, type Said } from '../e2e/scripts.js';
import { rowsOf, until } from '../e2e/watching.js';
import { runSql } from '../support.js';
import { holdRows, holdTable, type Hold } from './hold.js';
import { planOf, words } from './question.js';
import type { Allowed, Scenario } from './scenario.js';
import { logged, newest, notesBegin } from './waiting.js';
import { kill, type AskMore, type Scene } from './scene.js';

/** A point in a run's life at which its worker is killed. */
interface Point {
  readonly name: string;
  readonly asks?: AskMore;
  /** Calls to Claude that are cut off with the worker. */
  readonly callsInFlight?: 1;
  /** Brings the run there; what it returns is called once the worker is dead. */
  reach(scene: Scene, ask: () => Promise<unknown>): Promise<() => Promise<void> | void>;
}

/**
 * The workers of all of a run's activities are killed at the start, in the middle and at the end; others go on. Verifying
 * reads from memory and is over at once: it has only an end.
 */
export const kills: readonly Scenario[] = [
  ...activities().map(([activity, points]) => ({
    name: `kill/${activity}`,
    proxied: activity === 'record',
    play: (scene: Scene) => killAtEach(points, scene),
  })),
  {
    name: 'kill/ticket',
    async play(scene) {
      scene.failNotes();
      const allowed = await killAtEach(inTicket(), scene);
      return { ...allowed, statuses: ['escalated'] };
    },
  },
  {
    name: 'kill/rung',
    async play(scene) {
      // Nothing is fresh enough to stand in by itself.
      const env = { SUREFOOT_CACHE_FRESH_SECONDS: '0' };
      const worker = await scene.worker(env);
      await (await scene.ask('calm')).result();
      await runSql(scene.storeUrl, switchedOff);
      const allowed = await killAtEach(inRung(), scene, { worker, env });
      return { ...allowed, statuses: ['answered', 'degraded'] };
    },
  },
];

interface Workers {
  readonly worker?: ChildProcess;
  readonly env?: Readonly<Record<string, string>>;
}

async function killAtEach(
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

async function killAt(point: Point, scene: Scene, victim: ChildProcess): Promise<void> {
  const { name, asks } = point;
  const undo = await point.reach(scene, () => scene.ask(name, asks));
  await kill(victim);
  await undo();
}

function activities(): readonly (readonly [string, readonly Point[]])[] {
  return [
    [
      'plan',
      [
        beforePlan(),
        asked('planner', (runId) => ({ planner: late(planOf(runId)) })),
        worked('plan.1.1'),
      ],
    ],
    ['query', [beginning({ after: 'plan.1.1', reads: 'cache' }), inQuery(), worked('quick-1')]],
    ['tool', [inTool('start', notesBegin), inTool('middle', noteIsLogged), worked('note-1')]],
    [
      'review',
      [
        beginning({ after: 'plan.1.1', reads: 'replies' }),
        asked('reviewer', () => ({ reviewer: late(confirms) })),
        worked('review.1'),
      ],
    ],
    ['verify', [worked('verify.1')]],
    [
      'interpret',
      [
        beginning({ after: 'verify.1', reads: 'replies', once: isReviewed }),
        asked('interpreter', () => ({ interpreter: late(words) })),
        worked('interpret.1'),
      ],
    ],
    ['record', [beforeRecord(), afterRecord()]],
  ];
}

/** Planning begins by looking for a reply that is there already. */
function beforePlan(): Point {
  return { name: 'start', reach: (scene, ask) => heldTable(scene, ask, 'surefoot.replies') };
}

/** A critical run whose tool fails in an unknown way is handed to a person. */
function inTicket(): readonly Point[] {
  const asks = { critical: true };
  return [
    { name: 'start', asks, reach: (scene, ask) => heldTable(scene, ask, 'surefoot.tickets') },
    {
      name: 'middle',
      asks,
      reach: (scene, ask) => heldRows(scene, ask, 'surefoot.tickets', 'true'),
    },
    { ...worked('ticket.1.1'), asks },
  ];
}

const switchedOff = `insert into surefoot.breakers (name, state)
  values ('execute_query@warehouse', '{"state": "forced_open", "reason": "A test."}')
  on conflict (name) do update set state = excluded.state, version = breakers.version + 1`;

/** The queries of an earlier run again, which may not be run: what it read stands in. */
function inRung(): readonly Point[] {
  const calm = (runId: string) => runId.replace(/-[^-]*$/, '-calm');
  const asks: AskMore = { says: (runId) => ({ planner: [planOf(runId, calm(runId))] }) };
  return [
    { name: 'start', asks, reach: (scene, ask) => heldTable(scene, ask, 'surefoot.cache') },
    {
      name: 'middle',
      asks,
      reach: (scene, ask) => heldRows(scene, ask, 'surefoot.results', 'true'),
    },
    { ...worked('quick-1-stale_cache'), asks },
  ];
}

async function heldTable(
  { storeUrl }: Scene,
  ask: () => Promise<unknown>,
  table: string,
): Promise<() => Promise<void>> {
  const hold = await holdTable(storeUrl, table);
  await ask();
  await hold.reached();
  return () => hold.drop();
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
function beginning(which: Beginning): Point {
  return {
    name: 'start',
    async reach(scene, ask) {
      const hold = await heldReading(scene, ask, which);
      return () => hold.drop();
    },
  };
}

async function heldReading(
  scene: Scene,
  ask: () => Promise<unknown>,
  { after, reads, once = () => Promise.resolve(true) }: Beginning,
): Promise<Hold> {
  const before = await holdRows(scene.storeUrl, 'surefoot.tool_calls', succeeded(after));
  await ask();
  await before.reached();
  await until(`nobody else reads ${reads}`, () => once(scene));
  const hold = await holdTable(scene.storeUrl, `surefoot.${reads}`);
  await before.release();
  await hold.reached();
  return hold;
}

async function isReviewed(scene: Scene): Promise<boolean> {
  const reviewed = `select from surefoot.tool_calls where run_id = $1 and activity_id = 'review.1' and status = 'success'`;
  return (await rowsOf(scene.storeUrl, reviewed, [newest(scene)])).length === 1;
}

/** The work is done and kept, and nobody has been told. */
function worked(activityId: string): Point {
  return {
    name: 'end',
    reach: (scene, ask) => heldRows(scene, ask, 'surefoot.tool_calls', succeeded(activityId)),
  };
}

function succeeded(activityId: string): string {
  return `new.activity_id = '${activityId}' and new.attempt = 1 and new.status = 'success'`;
}

async function heldRows(
  { storeUrl }: Scene,
  ask: () => Promise<unknown>,
  table: string,
  condition: string,
): Promise<() => Promise<void>> {
  const hold = await holdRows(storeUrl, table, condition);
  await ask();
  await hold.reached();
  return () => hold.drop();
}

/** Claude has been asked and thinks. */
function asked(role: 'planner' | 'reviewer' | 'interpreter', says: AskMore['says']): Point {
  return {
    name: 'middle',
    callsInFlight: 1,
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
function late(reply: Said): readonly Said[] {
  return [{ ...reply, delayMs: 60_000 }, reply];
}

function inQuery(): Point {
  return {
    name: 'middle',
    async reach(scene, ask) {
      const goOn = scene.holdNotes();
      await ask();
      await notesBegin(scene);
      const hold = await holdTable(scene.warehouseUrl, 'customers');
      goOn();
      await hold.reached();
      return () => hold.release();
    },
  };
}

function inTool(name: string, isThere: (scene: Scene) => Promise<void>): Point {
  return {
    name,
    async reach(scene, ask) {
      const goOn = scene.holdNotes();
      await ask();
      await isThere(scene);
      return goOn;
    },
  };
}

/** An attempt that is not over in a moment has a row. */
function noteIsLogged(scene: Scene): Promise<void> {
  return logged(scene, 'note-1', 'running');
}

function beforeRecord(): Point {
  return {
    name: 'start',
    reach: (scene, ask) => heldRows(scene, ask, 'surefoot.runs', 'new.answer is not null'),
  };
}

/** The answer is recorded, and the worker has not heard of it: what the store says is held back on the way. */
function afterRecord(): Point {
  return {
    name: 'end',
    async reach(scene, ask) {
      const hold = await holdRows(scene.storeUrl, 'surefoot.runs', 'new.answer is not null');
      await ask();
      await hold.reached();
      scene.storeLine.mute();
      await hold.release();
      const answers = `select from surefoot.runs where answer is not null and run_id = $1`;
      await until(
        'the answer is recorded',
        async () => (await rowsOf(scene.storeUrl, answers, [newest(scene)])).length === 1,
      );
      return () => scene.storeLine.restore();
    },
  };
}
