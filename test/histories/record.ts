/** Records the histories that test/replay.test.ts replays: `node --import tsx test/histories/record.ts`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { AskOptions } from '../../src/client.js';
import { countsOrders, plan, query, saysOrders, scriptFile, type Scene } from '../e2e/scripts.js';
import { runningStatements, until } from '../e2e/watching.js';
import { startStack } from '../stack.js';

/** Every line with every line: longer than anyone waits. */
const endless = query(
  'endless',
  'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b',
);

const endlessBegins = 'SELECT count(*) AS pairs';

interface Recorded {
  /** The file's name, where nothing is said. */
  readonly question?: string;
  readonly scene: Scene;
  readonly options?: AskOptions;
  readonly cancel?: boolean;
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
  'timed-out': {
    scene: { planner: [plan([endless])] },
    options: { timeoutMs: 6_000, bounds: { interpretMs: 500, recordMs: 500 } },
  },
  cancelled: { scene: { planner: [plan([endless])] }, cancel: true },
};

const folder = new URL('./', import.meta.url);
const script = scriptFile();
// Histories name whoever took part, by process and host unless told otherwise.
const stack = await startStack({ script: script.path, identity: 'recorder' });
await stack.worker();
await mkdir(folder, { recursive: true });
for (const [name, { question = `${name}?`, scene, options, cancel }] of Object.entries(runs)) {
  script.add(question, scene);
  const handle = await stack.surefoot.ask(question, { id: name, asOf: stack.asOf, ...options });
  if (cancel === true) {
    await until(
      'the query runs',
      async () => (await runningStatements(stack, endlessBegins)).length === 1,
    );
    await handle.cancel();
  }
  const { status } = await handle.result();
  const history = await stack.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
  await writeFile(new URL(`${name}.json`, folder), `${historyToJSON(history)}\n`);
  console.log(`${name}: ${status}, ${history.events?.length ?? 0} events`);
}
await stack.close();
process.exit(0);
