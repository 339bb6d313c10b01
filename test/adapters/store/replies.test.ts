import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
    await store.runs.begin(run, 'digest');
    const { replyId } = await store.replies.keep(run, 'planner', 'hash', replyOf('a plan'));
    const data = { promptVersion: '1' };
    const made = { kind: 'plan.made', key: `plan.made:${replyId}`, data } as const;
    await store.runs.append(run, made);
    if (edited) await store.runs.append(run, { ...made, key: 'plan.made:edited.1' });
    await store.runs.finish(run, answerTo(run));
  };
  const reused = async (question: string) => {
    const run = newRun({ question });
    await store.runs.begin(run, 'digest');
    return (await store.replies.reuse(run, '1'))?.text;
  };
  await answered('Orders?', false);
  await answered('Orders, edited?', true);
  assert.equal(await reused('Orders?'), 'a plan');
  assert.equal(await reused('Orders, edited?'), undefined);
});
