import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readyLines } from '../../src/cli/dev.js';
import { openTerminal } from '../../src/cli/terminal.js';
import { loadConfig } from '../../src/config.js';

test('what another terminal needs is printed, and no password of the user’s own', () => {
  const own = { SUREFOOT_WAREHOUSE_URL: 'postgres://me:hidden@db.test/sales' };
  const config = {
    ...loadConfig(own),
    SUREFOOT_STORE_URL: 'postgres://surefoot:made@127.0.0.1:5/store',
  };
  const started = { config, uiUrl: undefined, offlineUrl: undefined, asOf: undefined };
  const terminal = openTerminal(own, process.stdout, process.stderr);
  const lines = readyLines(started, 'http://127.0.0.1:7070', terminal).join('\n');
  assert.ok(
    lines.includes("export SUREFOOT_STORE_URL='postgres://surefoot:made@127.0.0.1:5/store'"),
  );
  assert.match(lines, /postgres:\/\/me:\*\*\*@db\.test\/sales/);
  assert.ok(!lines.includes('hidden'));
});
