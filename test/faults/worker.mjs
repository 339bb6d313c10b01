/** A worker in a process of its own, with a tool that keeps a journal outside of the store. From the build, as users run it. */
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { loadConfig } from '../../dist/config.js';
import { defineTool } from '../../dist/tools/define-tool.js';
import { createExecuteQuery } from '../../dist/tools/execute-query.js';
import { startWorker } from '../../dist/worker.js';

const journal = process.env['FAULTS_JOURNAL'] ?? '';
const failEvery = Number(process.env['FAULTS_NOTES_FAIL_EVERY'] ?? Infinity);
let calls = 0;

/** Waits, or fails, as long as there is a file beside the journal that says so. */
const notes = defineTool({
  name: 'notes.append',
  description: 'Appends a line to a file.',
  input: z.strictObject({ line: z.string() }),
  output: z.strictObject({ line: z.string() }),
  async run({ line }, { signal }) {
    appendFileSync(journal, `start ${new Date().toISOString()} ${line}\n`);
    calls += 1;
    if (calls % failEvery === 0) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    if (existsSync(`${journal}.fail`)) throw new Error('The pencil is broken.');
    while (existsSync(`${journal}.hold`)) await sleep(20, undefined, { signal });
    appendFileSync(journal, `end ${new Date().toISOString()} ${line}\n`);
    return { line: 'noted' };
  },
});

const query = createExecuteQuery({ sample: { percent: 10, minPages: 30 } });

/** Gives a live attempt up after two seconds, and has time for its lower rungs. */
const impatient = {
  ...query,
  name: 'impatient_query',
  policy: { ...query.policy, timeoutMs: 60_000 },
  run: (input, context) => query.run(input, { ...context, timeoutMs: 2_000 }),
};

const worker = await startWorker(loadConfig(process.env), { tools: [notes, impatient] });
process.stdout.write('ready\n');
await worker.run();
