import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../../src/domain/answer.js';
import { temporalCliForTests } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { runCli, startCli, type RunningCli } from './spawn-cli.js';

const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';

/** One home for all: `dev` holds the servers, and what follows shares them. */
describe('everything on one machine', () => {
  let env: NodeJS.ProcessEnv = {};
  let dev: RunningCli;

  before(async () => {
    env = {
      SUREFOOT_HOME: temporaryFolder(),
      SUREFOOT_TEMPORAL_CLI: await temporalCliForTests(),
    };
    dev = startCli(['dev'], env);
    await dev.seen(/export ANTHROPIC_API_KEY=.*\n.*ask/);
  });
  after(async () => {
    dev.child.kill('SIGTERM');
    await dev.ended;
  });

  test('dev prints what another terminal needs, and ask works with it', async () => {
    const settings = exported(dev);
    const { code, stdout, stderr } = await runCli(
      ['ask', question, '--as-of', '2026-09-30', '--id', 'shared', '--session', 'talk'],
      settings,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Revenue in Q4 2025 was \$[\d.]+M/);
    assert.match(stdout, /North America +[\d,]+\.\d\d/);
    assert.match(stdout, /Checked +confirmed/);
    assert.match(stdout, /Planner +offline: fixed rules, not Claude/);
    assert.match(stdout, /\/namespaces\/default\/workflows\/surefoot%2Fdefault%2Fshared\n/);
    assert.match(stderr, /✓ revenue \(execute_query\) .* 5 rows/);
    assert.doesNotMatch(stdout + stderr, /(?!\n)\p{Cc}/u);
    assert.match(stderr, /\nGo on: surefoot ask '…' --session talk\n$/);
  });

  test('a follow-up goes on with the session, and a verified plan is used again', async () => {
    const settings = exported(dev);
    const day = ['--as-of', '2026-09-30'];
    const talk = await runCli(['ask', 'Only EMEA', ...day, '--session', 'talk'], settings);
    assert.match(talk.stdout, /EMEA/);
    assert.equal(talk.code, 0, talk.stderr);
    const verified = await runCli(['verify', 'shared'], settings);
    assert.equal(verified.code, 0, verified.stderr);
    const again = await runCli(['ask', question.toUpperCase(), ...day], settings);
    assert.match(again.stdout, /Planner +offline, the verified plan of run shared: fixed rules/);
  });

  test('the same id returns the recorded answer, and another question under it is refused', async () => {
    const settings = exported(dev);
    const [again, other] = await Promise.all([
      runCli(['ask', question, '--id', 'shared', '--json', '--quiet'], settings),
      runCli(['ask', 'Something else', '--id', 'shared'], settings),
    ]);
    const answer = JSON.parse(again.stdout) as Answer;
    assert.equal(answer.runId, 'shared');
    assert.equal(answer.data?.rowCount, 5);
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.match(other.stderr, /Another question was asked under the id shared/);
    assert.equal(other.code, 2);
  });

  test('a question outside the rules asks back, with exit code 3', async () => {
    const settings = exported(dev);
    const { code, stdout } = await runCli(
      ['ask', 'What is the weather like?', '--as-of', '2026-09-30'],
      settings,
    );
    assert.match(stdout, /^This needs to be clearer\n/);
    assert.equal(code, 3);
  });

  test('doctor finds everything in order', async () => {
    const { code, stdout } = await runCli(['doctor'], exported(dev));
    assert.match(stdout, /All that ask and worker need is there\./);
    assert.doesNotMatch(stdout, /✗/);
    assert.equal(code, 0);
  });

  test('demo shares the servers that run, and prints nothing but the answer with --json', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--json'], env);
    const answer = JSON.parse(stdout) as Answer;
    assert.equal(code, 0, stderr);
    assert.equal(answer.status, 'answered');
    assert.equal(answer.asOf, '2026-09-30');
    assert.equal(answer.planner, 'offline');
    assert.match(answer.text, /^Revenue in Q3 2026 was .* rose the most, by /);
    assert.equal(answer.verification.answerRepairs, 0);
    assert.match(stderr, /the offline planner answers/);
    assert.equal(dev.child.exitCode, null);
  });

  test('Ctrl-C leaves the run and says how to come back', async () => {
    const settings = exported(dev);
    // No worker polls that queue, so the run cannot end before the signal.
    const asking = startCli(['ask', question, '--id', 'left'], {
      ...settings,
      SUREFOOT_TASK_QUEUE: 'nobody',
    });
    await asking.seen(/Run left/);
    asking.child.kill('SIGINT');
    const { code, stdout, stderr } = await asking.ended;
    assert.match(stderr, /The run goes on without us\. Come back to it/);
    assert.match(stderr, /surefoot ask 'Show me revenue.*' --id left\n/);
    assert.match(stderr, /surefoot cancel left\n/);
    assert.deepEqual([code, stdout], [130, '']);
  });

  test('no worker at all is unavailable in time, and says which queue is not polled', async () => {
    const { code, stdout } = await runCli(['ask', question, '--timeout', '1s'], {
      ...exported(dev),
      SUREFOOT_TASK_QUEUE: 'nobody',
    });
    assert.match(stdout, /No worker polls queue nobody/);
    assert.equal(code, 5);
  });
});

/** The settings of dev's `export` lines. */
function exported(dev: RunningCli): NodeJS.ProcessEnv {
  const lines = dev.text().matchAll(/^export (\w+)='(.*)'$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}
