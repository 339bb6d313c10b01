import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer } from '../../../src/domain/answer.js';
import type { RunRecord } from '../../../src/ports.js';
import { answerTo, newRun, replyOf, storeForTests, times, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

test('of twenty replies kept at once for one request, one is kept and all get it', async () => {
  const { replies } = testStore.store;
  const run = newRun();

  const kept = await times(20, (index) =>
    replies.keep(run, 'planner', 'h1', replyOf(`reply ${index}`)),
  );

  const [first] = kept;
  assert.ok(first);
  assert.deepEqual(
    kept,
    kept.map(() => first),
  );
  assert.deepEqual(await replies.find(run, 'planner', 'h1'), first);
  assert.deepEqual(await replies.get(run, first.replyId), first);
  const rows = await testStore.query('select from surefoot.replies where run_id = $1', [run.runId]);
  assert.equal(rows.length, 1);
});

test('a reply is found by run, role and hash together', async () => {
  const { replies } = testStore.store;
  const run = newRun();
  const reply = replyOf('{"intent": "日本語 😀"}');

  const kept = await replies.keep(run, 'planner', 'h', reply);

  assert.deepEqual(kept, { ...reply, replyId: kept.replyId });
  assert.equal(await replies.find(run, 'reviewer', 'h'), undefined);
  assert.equal(await replies.find(run, 'planner', 'other'), undefined);
  assert.equal(await replies.find(newRun(), 'planner', 'h'), undefined);
  assert.equal(await replies.get(run, 'no such reply'), undefined);
  const other = await replies.keep(run, 'reviewer', 'h', replyOf('review'));
  assert.notEqual(other.replyId, kept.replyId);
});

test('another tenant finds none of it, by the same run id and the very reply id', async () => {
  const { replies } = testStore.store;
  const run = newRun({ tenant: 'acme', runId: 'same' });
  const other = newRun({ tenant: 'rival', runId: 'same' });

  const { replyId } = await replies.keep(run, 'planner', 'h', replyOf('secret'));

  assert.equal(await replies.find(other, 'planner', 'h'), undefined);
  assert.equal(await replies.get(other, replyId), undefined);
  assert.equal((await replies.keep(other, 'planner', 'h', replyOf('mine'))).text, 'mine');
});

test('U+0000 in a reply is kept as U+FFFD, and what is returned is what is kept', async () => {
  const { replies } = testStore.store;
  const run = newRun();

  const kept = await replies.keep(run, 'planner', 'h', replyOf('a\0b'));

  assert.equal(kept.text, 'a\uFFFDb');
  assert.deepEqual(await replies.find(run, 'planner', 'h'), kept);
});

test('a plan of an answered run may be used again, unless a person had edited it', async () => {
  const { store } = testStore;
  const answered = async (question: string, edited: boolean) => {
    const run = newRun({ question });
    await store.runs.begin(run, { digest: 'digest' });
    const { replyId } = await store.replies.keep(run, 'planner', 'hash', replyOf('a plan'));
    const data = { promptVersion: '1' };
    const made = { kind: 'plan.made', key: `plan.made:${replyId}`, data } as const;
    await store.runs.append(run, made);
    if (edited) await store.runs.append(run, { ...made, key: 'plan.made:edited.1' });
    await store.runs.finish(run, answerTo(run));
  };
  const reused = async (question: string) => {
    const run = newRun({ question });
    await store.runs.begin(run, { digest: 'digest' });
    return (await store.replies.reuse(run, '1'))?.text;
  };
  await answered('Orders?', false);
  await answered('Orders, edited?', true);
  assert.equal(await reused('Orders?'), 'a plan');
  assert.equal(await reused('Orders, edited?'), undefined);
});

test('a plan of a later turn of a conversation is none for the same words elsewhere', async () => {
  const { store } = testStore;
  const question = 'And by month?';
  const context = JSON.stringify({ turns: [{ question: 'Revenue?' }] });
  await planned(['a plan'], { question }, context);
  assert.equal(await reusedFor({ question }), undefined);
  await planned(['whole'], { question });
  assert.equal((await reusedFor({ question }))?.text, 'whole');
  const run = newRun({ question });
  await store.runs.begin(run, { digest, context });
  assert.equal(await store.replies.reuse(run, version), undefined);
});

const digest = '<schema>one</schema>';
const version = 'planner-1';

/** A run that has ended, and whose plans were made of replies with these texts. */
async function planned(
  texts: readonly string[],
  fields: Partial<Planned> = {},
  context = '{}',
): Promise<void> {
  const { store } = testStore;
  const { status = 'answered', promptVersion = version, schema = digest, ...record } = fields;
  const run = newRun(record);
  await store.runs.begin(run, { digest: schema, context });
  for (const text of texts) {
    const { replyId } = await store.replies.keep(run, 'planner', text, replyOf(text));
    const key = `plan.made:${replyId}`;
    await store.runs.append(run, { kind: 'plan.made', key, data: { promptVersion } });
  }
  await store.runs.finish(run, answerTo(run, { status }));
}

interface Planned extends RunRecord {
  readonly status: Answer['status'];
  readonly promptVersion: string;
  readonly schema: string;
}

async function reusedFor(fields: Partial<RunRecord>, schema = digest) {
  const run = newRun(fields);
  await testStore.store.runs.begin(run, { digest: schema });
  return await testStore.store.replies.reuse(run, version);
}

test('the newest whole answer’s plan is taken over, for nothing, and stays taken over', async () => {
  const { store } = testStore;
  const question = 'Asked before?';
  await planned(['older'], { question });
  await planned(['newer'], { question });
  const run = newRun({ question });
  await store.runs.begin(run, { digest });
  const reply = await store.replies.reuse(run, version);
  assert.equal(reply?.text, 'newer');
  assert.equal(reply.usage.claudeCalls, 0);
  await planned(['newest'], { question });
  assert.deepEqual(await store.replies.reuse(run, version), reply);
  assert.deepEqual(await store.replies.get(run, reply.replyId), reply);
});

for (const [what, before, schema] of [
  ['of another tenant', { tenant: 'other' }, digest],
  ['as of another day', { asOf: '2026-09-29' }, digest],
  ['in another time zone', { timeZone: 'Asia/Tokyo' }, digest],
  ['to a question in other words', { question: 'asked  Before?' }, digest],
  ['over another schema', {}, '<schema>two</schema>'],
  ['by another prompt', { promptVersion: 'planner-0' }, digest],
  ['whose answer was not whole', { status: 'degraded' }, digest],
] as const) {
  test(`no plan ${what} is taken over`, async () => {
    const question = `Asked before, ${what}?`;
    await planned(['a plan'], { question, ...before });
    assert.equal(await reusedFor({ question }, schema), undefined);
  });
}

test('a plan that another plan followed does not stand alone', async () => {
  const question = 'Asked before, and replanned?';
  await planned(['first', 'second'], { question });
  assert.equal(await reusedFor({ question }), undefined);
});
