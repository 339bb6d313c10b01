import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidQuestion, runInput, type AskOptions } from '../../src/client/run-input.js';
import { questionIdentity, questionMemo, startOptions } from '../../src/client/start-options.js';
import { defaultApproval } from '../../src/domain/approval.js';
import { defaultBounds, defaultLimits } from '../../src/domain/question.js';

const question = 'Revenue by region?';

test('without options a run has every default of the design', () => {
  const options = startOptions(question);
  const [input] = options.args;
  assert.equal(options.taskQueue, 'surefoot');
  assert.equal(options.workflowId, `surefoot/default/${input.runId}`);
  assert.match(input.runId, /^[0-9a-f-]{36}$/);
  assert.equal(options.workflowIdConflictPolicy, 'USE_EXISTING');
  assert.equal(options.workflowIdReusePolicy, 'REJECT_DUPLICATE');
  assert.equal(options.workflowTaskTimeout, '4s');
  assert.equal(options.workflowExecutionTimeout, 120_000);
  assert.equal(options.staticSummary, question);
  assert.equal(options.priority, undefined);
  assert.equal(input.budgetMs, 60_000);
  assert.equal(input.mode, 'interactive');
  assert.deepEqual(input.bounds, defaultBounds);
  assert.equal(input.question.timeZone, 'UTC');
  assert.equal(input.question.locale, 'en-US');
  assert.match(input.question.asOf, /^\d{4}-\d\d-\d\d$/);
});

test('a given id and tenant make the workflow’s id', () => {
  const { workflowId } = startOptions(question, { id: 'q-1', tenant: 'acme' });
  assert.equal(workflowId, 'surefoot/acme/q-1');
});

test('a run in background has a day, and so has its execution', () => {
  const options = startOptions(question, { background: true });
  const [input] = options.args;
  const day = 24 * 60 * 60 * 1_000;
  assert.equal(input.mode, 'background');
  assert.equal(input.budgetMs, day);
  assert.equal(options.workflowExecutionTimeout, day + 60_000);
  assert.ok(input.bounds.planMs > defaultBounds.planMs);
});

test('a timeout and bounds of one’s own are taken, the others stay', () => {
  const options = startOptions(question, { timeoutMs: 5_000, bounds: { replans: 0 } });
  const [input] = options.args;
  assert.equal(input.budgetMs, 5_000);
  assert.equal(options.workflowExecutionTimeout, 65_000);
  assert.deepEqual(input.bounds, { ...defaultBounds, replans: 0 });
});

test('a critical run goes first', () => {
  assert.deepEqual(startOptions(question, { critical: true }).priority, { priorityKey: 1 });
});

test('only a critical run has time for a review of its text: a tenth, and not for long', () => {
  const timeOf = (options: AskOptions) => runInput(question, options).bounds.reviewAnswerMs;
  assert.equal(timeOf({}), undefined);
  assert.equal(timeOf({ critical: true }), 6_000);
  assert.equal(timeOf({ critical: true, timeoutMs: 10_000 }), 1_000);
  assert.equal(timeOf({ critical: true, background: true }), 60_000);
});

test('search attributes tell status and tenant, and can be left out', () => {
  const pairs = startOptions(question, { tenant: 'acme' }).typedSearchAttributes;
  assert.ok(pairs !== undefined && 'getAll' in pairs);
  assert.deepEqual(
    pairs.getAll().map(({ key, value }) => [key.name, value]),
    [
      ['SurefootStatus', 'running'],
      ['SurefootTenant', 'acme'],
    ],
  );
  assert.equal(
    'typedSearchAttributes' in startOptions(question, { searchAttributes: false }),
    false,
  );
});

for (const [name, text] of [
  ['Japanese', '地域別の売上高はいくらですか。'.repeat(40)],
  ['emoji', '📈'.repeat(500)],
  ['lines', 'revenue\n'.repeat(200)],
  ['tags', '<'.repeat(4_000)],
] as const) {
  test(`summary and details of a long question in ${name} fit into Temporal’s limits`, () => {
    const { staticSummary = '', staticDetails = '' } = startOptions(text);
    assert.ok(Buffer.byteLength(staticSummary) <= 200);
    assert.ok(Buffer.byteLength(staticDetails) <= 20_000);
    assert.doesNotMatch(staticSummary, /[\n\uFFFD]/);
    assert.doesNotMatch(staticDetails, /</);
  });
}

for (const [name, text, options, message] of [
  ['an empty question', ' \n', {}, 'the question is empty.'],
  ['a book', 'a'.repeat(4_001), {}, 'the question is longer than 4000 characters.'],
  ['an id with a slash', question, { id: 'a/b' }, 'id: use 1 to 128 letters, digits, or . _ : -.'],
  ['an empty id', question, { id: '' }, 'id: use 1 to 128 letters, digits, or . _ : -.'],
  [
    'a tenant with a space',
    question,
    { tenant: 'a b' },
    'tenant: use 1 to 64 letters, digits, or . _ -.',
  ],
  ['a day that is none', question, { asOf: '2026-13-45' }, 'asOf: use a day such as 2026-09-30.'],
  ['the 31st of February', question, { asOf: '2026-02-31' }, 'asOf: use a day such as 2026-09-30.'],
  [
    'a day of the year 1',
    question,
    { asOf: '0001-01-01' },
    'asOf: use a day of the year 1000 or later, such as 2026-09-30.',
  ],
  ['a day in words', question, { asOf: 'today' }, 'asOf: use a day such as 2026-09-30.'],
  [
    'a time zone that is none',
    question,
    { timeZone: 'Mars/Base' },
    'timeZone: use an IANA name such as Europe/Berlin.',
  ],
  [
    'a time zone that is none, beside a day',
    question,
    { timeZone: 'Mars/Base', asOf: '2026-09-30' },
    'timeZone: use an IANA name such as Europe/Berlin.',
  ],
  [
    'a locale that is none',
    question,
    { locale: 'no locale' },
    'locale: use a BCP 47 name such as en-US.',
  ],
  ['no time', question, { timeoutMs: 0 }, 'timeout: use 1 s to 7 days.'],
  ['a time that is no number', question, { timeoutMs: Number.NaN }, 'timeout: use 1 s to 7 days.'],
  ['time without end', question, { timeoutMs: Infinity }, 'timeout: use 1 s to 7 days.'],
] satisfies [string, string, AskOptions, string][]) {
  test(`${name} is refused in one sentence`, () => {
    assert.throws(() => startOptions(text, options), { name: 'InvalidQuestion', message });
  });
}

const planMs = 'use a whole number of 0 or more';
for (const [wrong, message] of [
  [{ id: 5 }, 'id: use a string.'],
  [{ background: 'yes' }, 'background: use a boolean.'],
  [{ timeoutMs: '60000' }, 'timeoutMs: use a number.'],
  [{ onInconclusive: 'maybe' }, 'onInconclusive: use warn or ask or refuse.'],
  [{ approval: { onSilence: 'wait' } }, 'approval.onSilence: use reject or approve.'],
  [{ approval: { waitMs: -1 } }, 'approval.waitMs: use a number of 0 or more.'],
  [{ bounds: 3 }, 'bounds: use an object.'],
  [{ bounds: { planMs: 'x' } }, 'bounds.planMs: use a number.'],
  [{ bounds: { planMs: -1 } }, `bounds.planMs: ${planMs}.`],
  [{ bounds: { parallelSteps: 0 } }, 'bounds.parallelSteps: use a whole number of 1 or more.'],
  [
    { limits: { calls: 1 } },
    'limits.calls: is no option; there are claudeCalls, tokens, usd, rows.',
  ],
] satisfies [Readonly<Record<string, unknown>>, string][]) {
  test(`a caller without types hears that ${JSON.stringify(wrong)} does not fit`, () => {
    assert.throws(() => startOptions(question, wrong as object), {
      name: 'InvalidQuestion',
      message,
    });
  });
}

test('what is no text is no question, and what is undefined was not given', () => {
  const notText = [42, null, undefined] as unknown as readonly string[];
  for (const given of notText) {
    assert.throws(() => startOptions(given), { message: 'question: use a string.' });
  }
  const unset: object = { id: undefined, user: undefined, timeoutMs: undefined };
  assert.equal(startOptions(question, unset).args[0].budgetMs, 60_000);
});

for (const none of [undefined, null]) {
  test(`what is ${none} within an option leaves the default, too`, () => {
    const unset: object = {
      bounds: { planMs: none, replans: 0 },
      limits: { usd: none, rows: 5 },
      approval: { waitMs: none, onSilence: none },
    };
    const { bounds, limits, approval } = runInput(question, unset);
    assert.deepEqual(bounds, { ...defaultBounds, replans: 0 });
    assert.deepEqual(limits, { ...defaultLimits, rows: 5 });
    assert.deepEqual(approval, { ...defaultApproval, always: false });
  });
}

test('an option that nobody reads is refused, not dropped', () => {
  const misspelt: object = { timeout: '60s' };
  assert.throws(() => startOptions(question, misspelt), {
    name: 'InvalidQuestion',
    message: /^timeout: is no option; there are id, user, .*, timeoutMs, .*searchAttributes\.$/,
  });
});

test('everything that is wrong is named at once', () => {
  const wrong = { id: 'a/b', tenant: '', timeZone: 'x', asOf: 'y', locale: '', timeoutMs: -1 };
  assert.throws(
    () => startOptions('', wrong),
    (error) =>
      error instanceof InvalidQuestion &&
      ['question', 'id', 'tenant', 'timeZone', 'asOf', 'locale', 'timeout'].every((part) =>
        error.message.includes(part),
      ),
  );
});

test('the same question has the same identity, whoever asks and however long it may take', () => {
  const one = questionIdentity(runInput(question, { asOf: '2026-09-30', user: 'a' }));
  const two = questionIdentity(runInput(` ${question}\n`, { asOf: '2026-09-30', user: 'b' }));
  assert.deepEqual(one, two);
  assert.deepEqual(Object.keys(one).toSorted(), ['asOf', 'budgetMs', 'digest']);
});

test('another question has another identity, and the question itself is not in it', () => {
  const one = questionIdentity(runInput(question));
  const two = questionIdentity(runInput('Revenue by product?'));
  assert.notEqual(one.digest, two.digest);
  assert.doesNotMatch(JSON.stringify(one), /Revenue/);
});

test('the memo keeps the identity', () => {
  const { memo, args } = startOptions(question);
  assert.deepEqual(memo, { [questionMemo]: questionIdentity(args[0]) });
});
