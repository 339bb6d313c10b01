import { Client, Connection } from '@temporalio/client';
import { connectStore, loadConfig, Surefoot } from 'surefoot';

const [question = 'How many orders are there?'] = process.argv.slice(2);
const { TEMPORAL_ADDRESS, SUREFOOT_STORE_URL = '', SUREFOOT_TASK_QUEUE } = loadConfig(process.env);

// The service's own client: Surefoot uses it and leaves it open.
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
const store = connectStore({ url: SUREFOOT_STORE_URL });
const surefoot = new Surefoot({
  temporal: new Client({ connection }),
  store,
  taskQueue: SUREFOOT_TASK_QUEUE,
});

const run = await surefoot.ask(question, { user: 'ada' });
for await (const { seq, kind } of run.events()) console.error(seq, kind);
const { status, text } = await run.result();
console.log(`${status}: ${text}`);

await Promise.all([connection.close(), store.close()]);
