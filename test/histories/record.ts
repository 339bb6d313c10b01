/**
 * Records the histories that test/replay.test.ts replays, or those named: `node --import tsx test/histories/record.ts
 * [NAME…]`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';
import type { AskOptions, RunHandle } from '../../src/client.js';
import { closed } from '../../src/domain/breaker.js';
import {
  countsOrders,
  plan,
  query,
  saysOrders,
  scriptFile,
  step,
  type Scene,
} from '../e2e/scripts.js';
import { defineTool } from '../../src/tools/define-tool.js';
import { runningStatements, until } from '../e2e/watching.js';
import { startStack } from '../stack.js';

/** Every line with every line: longer than anyone waits. */
const endless = query(
  'endless',
  'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b',
);

const endlessBegins = 'SELECT count(*) AS pairs';

/** Fails in a way that nobody knows: only a person can help. */
const puzzled = defineTool({
  name: 'puzzled',
  description: 'Fails',
  input: z.strictObject({}),
  output: z.strictObject({}),
  policy: { breaker: null },
  run: () => Promise.reject(new Error('nobody knows')),
});

interface Recorded {
  /** The file's name, where nothing is said. */
  readonly question?: string;
  readonly scene: Scene;
  readonly options?: AskOptions;
  /** What is made to happen first. */
  readonly before?: () => Promise<void>;
  /** What someone does while the run lasts. */
  readonly meanwhile?: (run: RunHandle) => Promise<void>;
}

/** One run of each kind. The file is named after it. */
const runs: Readonly<Record<string, Recorded>> = {
  answered: { scene: { planner: [countsOrders], interpreter: [saysOrders] } },
  'answered-with-chart': {
    question: 'Show me revenue by region for Q4 2025, and how it compares with Q3',
    scene: { planner: [{ offline: true }], reviewer: [{ offline: true }] },
  },
  repaired: {
    scene: {
      planner: [plan([query('orders', 'SELECT count(*) AS orders FROM ordres')]), countsOrders],
      interpreter: [saysOrders],
    },
  },
  'refuted-then-replanned': {
    scene: {
      planner: [
        plan([
          query('few', 'SELECT name FROM channels LIMIT 1', { expect: { minRows: 2 }, limit: 1 }),
        ]),
        countsOrders,
      ],
      interpreter: [saysOrders],
    },
  },
  critical: {
    scene: { planner: [countsOrders], interpreter: [saysOrders] },
    options: { critical: true },
  },
  'timed-out': {
    scene: { planner: [plan([endless])] },
    options: { timeoutMs: 6_000, bounds: { interpretMs: 500, recordMs: 500 } },
  },
  cancelled: {
    scene: { planner: [plan([endless])] },
    async meanwhile(run) {
      await until(
        'the query runs',
        async () => (await runningStatements(stack, endlessBegins)).length === 1,
      );
      await run.cancel();
    },
  },
  'stood-in-for-by-a-stale-result': {
    scene: { planner: [countsOrders], interpreter: [saysOrders] },
    options: { fresh: true },
    before: () => switchQueriesOff(),
  },
  escalated: {
    scene: { planner: [plan([step('puzzle', 'puzzled', {})])] },
  },
  'answered-by-a-person': {
    scene: { planner: [plan([step('puzzle', 'puzzled', {})])] },
    options: { background: true },
    async meanwhile() {
      await until('a second ticket is open', async () => (await openTickets()).length === 2);
      const [newest] = await openTickets();
      const answer = { answer: 'There are two hundred.', by: 'ada' };
      await stack.surefoot.tickets.resolve(newest?.ticketId ?? '', answer);
    },
  },
  approved: {
    scene: { planner: [countsOrders], interpreter: [saysOrders] },
    options: { approve: true, background: true },
    before: () => stack.store.breakers.force(queries, closed, 'recorder'),
    async meanwhile(run) {
      await until(
        'the plan waits',
        async () => (await run.progress()).phase === 'waiting_for_approval',
      );
      await run.approve({ by: 'ada' });
    },
  },
  'planned-by-the-fallback-model': {
    scene: {
      planner: [countsOrders],
      interpreter: [saysOrders],
      ownModels: { planner: { status: 404 } },
    },
  },
};

const queries = 'execute_query@warehouse';

async function switchQueriesOff(): Promise<void> {
  const reason = 'The warehouse is being moved.';
  await stack.store.breakers.force(queries, { state: 'forced_open', reason }, 'recorder');
}

async function openTickets() {
  return await stack.store.tickets.list({ status: 'open' });
}

const folder = new URL('./', import.meta.url);
const script = scriptFile();
// Histories name whoever took part, by process and host unless told otherwise.
const stack = await startStack({ script: script.path, identity: 'recorder' });
await stack.worker({ tools: [puzzled] });
await mkdir(folder, { recursive: true });
const chosen = process.argv.slice(2);
for (const [name, recorded] of Object.entries(runs)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const { question = `${name}?`, scene, options, before, meanwhile } = recorded;
  script.add(question, scene);
  await before?.();
  const handle = await stack.surefoot.ask(question, { id: name, asOf: stack.asOf, ...options });
  await meanwhile?.(handle);
  const { status } = await handle.result();
  const history = await stack.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
  await writeFile(new URL(`${name}.json`, folder), `${historyToJSON(history)}\n`);
  console.log(`${name}: ${status}, ${history.events?.length ?? 0} events`);
}
await stack.close();
process.exit(0);
