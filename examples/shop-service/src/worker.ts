import { fileURLToPath } from 'node:url';
import { NativeConnection } from '@temporalio/worker';
import { createSurefootWorker, loadConfig } from 'surefoot/worker';
import * as activities from './activities.js';
import { exchangeRate } from './tools/exchange-rate.js';

const config = loadConfig(process.env);
const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
const worker = await createSurefootWorker({
  config,
  connection,
  activities,
  tools: [exchangeRate],
  workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
});
process.once('SIGTERM', () => void worker.shutdown());
console.log('The worker is ready.');
// Beside whatever other workers this process has: `Promise.all([worker.run(), own.run()])`.
await worker.run();
await connection.close();
