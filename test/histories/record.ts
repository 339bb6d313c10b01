import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { AskOptions } from '../../src/client.js';
import {
  countsOrders,
  plan,
  query,
  saysOrders,
  scriptFile,
  type Scene,
} from '../e2e/scripts.js';
import { runningStatements, until } from '../e2e/watching.js';
import { startStack } from '../stack.js';
import { workflowBundle } from '../support.js';

/** Every line with every line: longer than anyone waits. */
const endless = query(
  'endless',
  'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b',
);

interface Recorded {
  readonly scene: Scene;
  readonly options?: AskOptions;
  readonly cancel?: boolean;
}

/** One run of each kind. The file is named after it. */
const runs: Readonly<Record<string, Recorded>> = {
  answered: { scene: { planner: [countsOrders], interpreter: [saysOrders] } },
  repaired: {
    scene: {
      planner: [plan([query('orders', 'SELECT count(*) AS orders FROM ordres')]), countsOrders],
      interpreter: [saysOrders],
    },
  },
  'refuted-then-replanned': {
    scene: {
      planner: [
        plan([query('few', 'SELECT name FROM channels LIMIT 1', { expect: { minRows: 2 }, limit: 1 })]),
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
const stack = await startStack({ script: script.path });
await stack.worker({ workflowBundle: await workflowBundle(), identity: 'recorder' });
await mkdir(folder, { recursive: true });
for (const [name, { scene, options, cancel }] of Object.entries(runs)) {
  script.add(`${name}?`, scene);
  const handle = await stack.surefoot.ask(`${name}?`, { id: name, asOf: stack.asOf, ...options });
  if (cancel === true) {
    await until('the query runs', async () => (await runningStatements(stack)).length === 1);
    await handle.cancel();
  }
  const { status } = await handle.result();
  const history = await stack.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
  await writeFile(new URL(`${name}.json`, folder), `${historyToJSON(history)}\n`);
  console.log(`${name}: ${status}, ${history.events?.length ?? 0} events`);
}
await stack.close();
process.exit(0);
