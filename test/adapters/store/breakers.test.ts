import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { BreakerReport } from '../../../src/ports.js';
import { storeForTests } from './fixtures.js';

const { store, query, ...database } = await storeForTests();
after(() => database.close());
const { breakers } = store;
const policy = { failures: 5, cooldownMs: 60_000 };
const caller = (holder: string) => ({ holder, leaseMs: 30_000 });
const report = (holder: string, kind: 'well' | 'unwell'): BreakerReport => ({
  holder,
  result: { kind },
  policy,
});

async function opened(name: string): Promise<void> {
  for (let failure = 0; failure < policy.failures; failure += 1) {
    await breakers.report(name, report('a', 'unwell'));
  }
}

/** As if the cool-down were over. */
async function cooledDown(name: string): Promise<void> {
  await query(`update surefoot.breakers set state = state || '{"untilMs":0}' where name = $1`, [
    name,
  ]);
}

it('opens for every worker after five failures in a row, and says when to try again', async () => {
  await opened('slow');
  const admission = await breakers.admit('slow', caller('another worker'));
  assert.equal(admission.admitted, false);
  const again = admission.admitted ? 0 : (admission.nextTryMs ?? 0);
  assert.ok(again > Date.now() && again <= Date.now() + policy.cooldownMs + 5_000);
});

it('loses no failure that many workers report at once', async () => {
  const many = { ...policy, failures: 40 };
  const reports = Array.from({ length: 39 }, (_, worker) =>
    breakers.report('busy', { ...report(`w${worker}`, 'unwell'), policy: many }),
  );
  await Promise.all(reports);
  const [{ breaker }] = (await breakers.list()).filter(({ name }) => name === 'busy') as [never];
  assert.deepEqual(breaker, { state: 'closed', failures: 39, timeouts: [] });
});

it('gives the probe to exactly one of twenty workers that ask at once', async () => {
  await opened('probed');
  await cooledDown('probed');
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, worker) => breakers.admit('probed', caller(`w${worker}`))),
  );
  assert.equal(asked.filter(({ admitted }) => admitted).length, 1);

  const [probe] = asked.filter(({ admitted }) => admitted);
  const holder = probe?.breaker.state === 'half_open' ? probe.breaker.holder : '';
  assert.equal((await breakers.report('probed', report(holder, 'well'))).state, 'closed');
});

it('keeps how it changed and who changed it', async () => {
  await breakers.force(
    'watched',
    { state: 'forced_open', reason: 'maintenance' },
    'ada: maintenance',
  );
  await breakers.force('watched', { state: 'closed', failures: 0, timeouts: [] }, 'ada: done');
  const changes = await query(
    `select from_state, to_state, by from surefoot.breaker_changes where name = 'watched' order by version`,
  );
  assert.deepEqual(changes, [
    { from_state: 'closed', to_state: 'forced_open', by: 'ada: maintenance' },
    { from_state: 'forced_open', to_state: 'closed', by: 'ada: done' },
  ]);
});
