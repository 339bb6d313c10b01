/**
 * Has Schemathesis ask a real server whatever its OpenAPI document allows, and what it does not: `npm run api:check`,
 * `-- --must-run` where a missing Python is an error.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { apiKeyDesk } from '../../../src/client/api-keys.js';
import { loadConfig } from '../../../src/config.js';
import { startServer } from '../../../src/server.js';
import { startStack, type Stack } from '../../stack.js';
import { temporaryFolder } from '../../throwaway.js';
import { exampleRun, exampleTicket } from './examples.js';
import { installSchemathesis } from './install.js';

const { values: options } = parseArgs({
  options: { 'must-run': { type: 'boolean', default: false } },
});

process.exit(await check());

async function check(): Promise<number> {
  const schemathesis = await installSchemathesis();
  if (typeof schemathesis !== 'string') return skip(schemathesis.missing);
  const stack = await startStack();
  try {
    await stack.worker();
    return await ask(schemathesis, stack);
  } finally {
    await stack.close();
  }
}

async function ask(schemathesis: string, stack: Stack): Promise<number> {
  const server = await startServer(
    loadConfig({
      ...stack.env,
      SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0',
      SUREFOOT_HTTP_KEYS: 'required',
    }),
  );
  try {
    const { key } = await apiKeyDesk(stack.store.apiKeys).create({
      ...{ name: 'schemathesis', tenant: 'acme', role: 'operator' },
    });
    await exampleRun(stack, 'acme');
    await exampleTicket(stack, 'acme');
    const config = fileURLToPath(new URL('schemathesis.toml', import.meta.url));
    const child = spawn(
      schemathesis,
      ['-m', 'schemathesis.cli', '--config-file', config, 'run', `${server.url}/openapi.json`],
      // What it keeps of failures goes with the folder.
      { cwd: temporaryFolder(), stdio: 'inherit', env: { ...process.env, SUREFOOT_API_KEY: key } },
    );
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    await server.close();
  }
}

function skip(reason: string): number {
  console.log(`${options['must-run'] ? 'failed' : 'skipped'} api:check: ${reason}.`);
  return options['must-run'] ? 1 : 0;
}
