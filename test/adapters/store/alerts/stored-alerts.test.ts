import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import type { Breach } from '../../../../src/domain/alerts/breach.js';
import { storeForTests, times } from '../fixtures.js';

const { store, query, close } = await storeForTests();
after(close);
const { alerts } = store;
beforeEach(() => query('truncate surefoot.alerts, surefoot.alert_checks, surefoot.alert_messages'));

const breach: Breach = {
  ...{ rule: 'error_rate', subject: 'execute_query', minutes: 60, value: 40, limit: 10 },
  ...{ bad: 8, total: 20, runs: 5, users: 3, baseline: null, mostly: 'connection_lost' },
  since: '2026-09-01T08:50:00.000Z',
};
const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 9, minutes)).toISOString();
const settle = (minutes: number, breaches: readonly Breach[]) =>
  alerts.settle(at(minutes), breaches, ['log', 'webhook']);
const states = async () =>
  (await alerts.list({ all: true })).alerts.map(({ firedAt, seenAt, resolvedAt }) => ({
    ...{ firedAt, seenAt, resolvedAt },
  }));

it('fires once, whatever is repeated or overlaps, and resolves once it was well for a while', async () => {
  await times(8, () => settle(0, [breach]));
  await Promise.all([settle(5, [breach]), settle(10, [breach]), settle(5, [])]);
  await settle(10, [breach]);
  assert.deepEqual(await states(), [{ firedAt: at(0), seenAt: at(10), resolvedAt: null }]);
  await settle(20, []);
  assert.deepEqual(await states(), [{ firedAt: at(0), seenAt: at(10), resolvedAt: null }]);
  await times(8, () => settle(25, []));
  await settle(30, []);
  const over = { firedAt: at(0), seenAt: at(10), resolvedAt: at(25) };
  assert.deepEqual(await states(), [over]);
  const rows = await query('select state, channel from surefoot.alert_messages order by 1, 2');
  assert.deepEqual(rows, [
    { state: 'firing', channel: 'log' },
    { state: 'firing', channel: 'webhook' },
    { state: 'resolved', channel: 'log' },
    { state: 'resolved', channel: 'webhook' },
  ]);
  await settle(35, [breach]);
  assert.deepEqual(await states(), [{ firedAt: at(35), seenAt: at(35), resolvedAt: null }, over]);
});

it('lets a check that comes late change nothing', async () => {
  await settle(10, []);
  await settle(5, [breach]);
  assert.deepEqual(await states(), []);
  assert.equal((await alerts.list({ all: false })).checkedAt, at(10));
});

it('keeps alerts of other tools, and of other rules, apart', async () => {
  const others = [{ ...breach, subject: 'plan' }, { ...breach, rule: 'timeouts' } as const];
  await settle(0, [breach, ...others]);
  await settle(20, others);
  const { alerts: firing } = await alerts.list({ all: false });
  assert.deepEqual(firing.map(({ rule, subject }) => `${rule} ${subject}`).toSorted(), [
    'error_rate plan',
    'timeouts execute_query',
  ]);
});

it('gives each message to one check, again once that has failed to tell it, and never after', async () => {
  await settle(0, [breach]);
  const both = ['log', 'webhook'] as const;
  const taken = (await times(5, () => alerts.take(both))).flat();
  assert.deepEqual(taken.map(({ channel }) => channel).toSorted(), ['log', 'webhook']);
  assert.deepEqual(taken[0]?.alert.breach, breach);

  for (const message of taken) {
    await alerts.told(message, message.channel === 'log' ? null : 'The webhook answered 500.');
  }
  const [listed] = (await alerts.list({ all: false })).alerts;
  assert.equal(listed?.undelivered, 'The webhook answered 500.');

  const again = await alerts.take(both);
  assert.deepEqual(
    again.map(({ channel }) => channel),
    ['webhook'],
  );
  for (const message of again) await alerts.told(message, null);
  assert.deepEqual(await alerts.take(both), []);
  assert.equal((await alerts.list({ all: false })).alerts[0]?.undelivered, null);
});

it('tells that an alert is over only after that it fired, and gives up on old news', async () => {
  await settle(0, [breach]);
  await settle(15, []);
  const [firing, ...others] = await alerts.take(['webhook']);
  assert.deepEqual([firing?.state, others.length], ['firing', 0]);
  assert.ok(firing);
  await alerts.told(firing, null);
  const [resolved] = await alerts.take(['webhook']);
  assert.deepEqual([resolved?.state, resolved?.alert.resolvedAt], ['resolved', at(15)]);

  await query(`update surefoot.alert_messages set due_at = now() - interval '25 hours'`);
  assert.deepEqual(await alerts.take(['log']), []);
});

it('takes a message back from a check that died with it', async () => {
  await settle(0, [breach]);
  assert.equal((await alerts.take(['log'])).length, 1);
  await query(`update surefoot.alert_messages set held_until = now() - interval '1 second'`);
  assert.equal((await alerts.take(['log'])).length, 1);
});
