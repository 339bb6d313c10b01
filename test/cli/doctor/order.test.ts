import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../../../src/cli/context.js';
import { doctorCommand } from '../../../src/cli/doctor.js';
import type { Outside } from '../../../src/cli/outside.js';
import { openTerminal } from '../../../src/cli/terminal.js';
import { loadConfig } from '../../../src/config.js';

test('no server is asked while the configuration file is compiled, which holds the process', async () => {
  const done: string[] = [];
  const asked = (name: string) => async () => {
    done.push(name);
    return await Promise.reject(new Error('not here'));
  };
  const outside: Partial<Outside> = {
    loadConfig: () => loadConfig({ SUREFOOT_STORE_URL: 'postgres://u@127.0.0.1/s' }),
    settingNames: () => [],
    loadConfigFile: async () => {
      await setImmediate();
      done.push('file');
      return undefined;
    },
    warehouseQueues: () => [],
    warehouseSettings: async () => [],
    describeTemporal: asked('Temporal'),
    describeStore: asked('store'),
  };
  let written = '';
  const { stdout, stderr } = openTerminal({}, process.stdout, process.stderr);
  const screen = { ...stdout, write: (text: string) => void (written += text) };
  const context: Context = {
    terminal: { env: {}, stdout: screen, stderr },
    outside: outside as Outside,
    interrupt: new AbortController().signal,
  };
  const codes: number[] = [];
  const command = doctorCommand(async (work) => void codes.push(await work(context)));
  await command.parseAsync(['--json'], { from: 'user' });
  assert.deepEqual(codes, [1]);
  assert.deepEqual(done, ['file', 'Temporal', 'store']);
  const { findings } = JSON.parse(written) as { findings: { name: string }[] };
  assert.deepEqual(
    findings.map(({ name }) => name),
    [
      'Node.js',
      'Configuration',
      'Temporal CLI',
      'Temporal',
      'Store',
      'Warehouse',
      'Claude',
      'Build',
    ],
  );
});
