import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/config.js';
import { startServer, type SurefootServer } from '../../src/server.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const missing = ['bash', 'curl', 'jq'].filter((name) => spawnSync(name, ['--version']).error);

let stack: Stack;
let server: SurefootServer;

before(async () => {
  stack = await startStack();
  await stack.worker();
  server = await startServer(loadConfig({ ...stack.env, SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0' }));
});
after(async () => {
  await server?.close();
  await stack?.close();
});

const skip = missing.length > 0 && `${missing.join(' and ')} are not here`;

test('the commands of docs/http.md do what they say, one after another', { skip }, async () => {
  await makeNamed();
  const commands = commandsOf(
    await readFile(new URL('../../docs/http.md', import.meta.url), 'utf8'),
  );
  const { code, stderr } = await shell(commands);
  assert.equal(code, 0, stderr);
  const replies = [...stderr.matchAll(/^reply (\d+) (\d+)$/gm)];
  for (const [index, command] of commands.entries()) {
    const statuses = replies.flatMap(([, of, status]) => (of === String(index) ? [status] : []));
    const wanted = notAsWell.test(command) ? /^409$/ : /^2\d\d$/;
    assert.equal(statuses.length, command.match(/\bcurl /g)?.length ?? 0, command);
    for (const status of statuses) assert.match(status ?? '', wanted, command);
  }
  assert.ok(replies.length > 20);
});

/** The plan was approved by then. */
const notAsWell = /\/reject"/;

/** What the document takes as given: a ticket, a report and a key that may go. */
async function makeNamed(): Promise<void> {
  const { runs, tickets, apiKeys } = stack.store;
  const run = { tenant: 'default', runId: 'docs-ticket' };
  await runs.begin({
    ...{ ...run, question: 'Why?', user: '', session: '', asOf: stack.asOf, timeZone: 'UTC' },
    ...{ mode: 'background', workflowId: 'surefoot/default/docs-ticket', temporalRunId: 'r' },
  });
  await tickets.open({
    ...run,
    ticketId: 'T-docs',
    cause: 'x',
    priority: 'high',
    body: { sql: 'select 1' },
  });
  await runSql(
    stack.storeUrl,
    `insert into surefoot.reports (report_id, kind, from_day, to_day, body, made_at)
     values ('week-docs', 'week', '2026-09-21', '2026-09-28', '{}', now())`,
  );
  const key = { keyId: 'key-0f3a91c2b7', tenant: 'acme', name: 'old', role: 'user' } as const;
  await apiKeys.create({ ...key, hash: 'docs', runsAtOnce: null });
}

/** Whole commands, over as many lines as a backslash makes of them. */
function commandsOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.join('').match(/\S(?:\\\n|.)*/g) ?? [];
}

/** Runs them in one shell, in which each reply's status is told, and a run is waited for as long as its reader would. */
async function shell(commands: readonly string[]) {
  const script = [
    'set -eo pipefail',
    `curl() { command curl -sS --max-time 60 -w '%{stderr}reply '"$nth"' %{http_code}\\n' "$@"; }`,
    `surefoot() { "${process.execPath}" "${cli}" "$@"; }`,
    `settled() { command curl -s "$API/v1/runs/$RUN" | jq -e '.status != "running" or .progress.approval != null'; }`,
    'pause() { [ -z "$RUN" ] || until settled; do sleep 0.1; done; }',
    ...commands.map((command, index) => `nth=${index}\npause\n${command}`),
  ].join('\n');
  const { PATH, HOME } = process.env;
  const options = {
    cwd: temporaryFolder(),
    env: { PATH, HOME, ...stack.env, TICKET: 'T-docs', REPORT: 'week-docs' },
    timeout: 120_000,
  };
  // Where the document says that `surefoot dev` serves.
  const ours = script.replaceAll('http://127.0.0.1:7070', server.url);
  return await new Promise<{ readonly code: unknown; readonly stderr: string }>((resolve) => {
    execFile('bash', ['-c', ours], options, (error, _, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stderr }),
    );
  });
}
