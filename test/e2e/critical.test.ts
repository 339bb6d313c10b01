import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import {
  cellFigure,
  confirms,
  derivedFigure,
  plan,
  query,
  refutesText,
  says,
  scriptFile,
} from './scripts.js';
import { answerTo, callsOf, eventOf, loggedAttempts, rolesOf } from './watching.js';

/** There are fewer orders after the holidays. */
const twoQuarters = plan([
  query(
    'orders',
    `SELECT CASE WHEN ordered_at < '2026-01-01' THEN 'autumn' ELSE 'winter' END AS season, count(*) AS orders
     FROM orders WHERE ordered_at >= '2025-10-01' AND ordered_at < '2026-04-01' GROUP BY 1 ORDER BY 1`,
  ),
]);
const figures = [
  cellFigure('autumn', 'orders', 'orders', 0),
  cellFigure('winter', 'orders', 'orders', 1),
  derivedFigure('change', 'pct_change', 'autumn', 'winter'),
];
const grew = says(
  'Die Zahl der Bestellungen ist von {{autumn}} auf {{winter}} gestiegen ({{change}}).',
  ...figures,
);
const fell = says(
  'Die Zahl der Bestellungen ist von {{autumn}} auf {{winter}} gefallen ({{change}}).',
  ...figures,
);
const refutesGrowth = refutesText('gestiegen', 'Es ist ein Rückgang.');

let stack: Stack;
/** What the reviewer is shown: the rendered text, then each figure with its row's name. */
const shown = (word: string) =>
  `<answer>\\n[^\\n]*${word} \\([^\\n]*\\n</answer>[^]*"row":\\{"season":"autumn"\\}[^]*"calc":"pct_change"`;
const change = { question: '^Wie hat sich die Zahl der Bestellungen verändert' };
const script = scriptFile([
  { ...change, name: 'refutes', role: 'reviewer', user: shown('gestiegen'), reply: refutesGrowth },
  { ...change, name: 'confirms', role: 'reviewer', user: shown('gefallen'), reply: confirms },
  { ...change, name: 'repairs', role: 'interpreter', user: 'Es ist ein Rückgang', reply: fell },
  { name: 'offline', question: '^Show me', reply: { offline: true }, role: 'planner' },
  { name: 'offline reviewer', question: '^Show me', reply: { offline: true }, role: 'reviewer' },
  { name: 'offline words', question: '^Show me', reply: { offline: true }, role: 'interpreter' },
]);

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

test('"grew" for a fall in German is refuted by the reviewer, and corrected', async () => {
  const question = 'Wie hat sich die Zahl der Bestellungen verändert?';
  script.add(question, {
    planner: [twoQuarters],
    interpreter: [grew],
  });

  const options = { id: 'critical-grew', locale: 'de-DE', critical: true };
  const answer = await answerTo(stack, question, options);

  assert.equal(answer.status, 'answered', answer.text);
  assert.match(answer.text, /gefallen/);
  assert.ok(Number(answer.figures.find(({ name }) => name === 'change')?.value) < 0);
  assert.equal(answer.verification.answerRepairs, 1);
  assert.equal(
    answer.verification.checks.find(({ name }) => name.startsWith('the text'))?.passed,
    true,
  );
  assert.deepEqual(rolesOf(stack, 'critical-grew').toSorted(), [
    ...['interpreter', 'interpreter', 'planner', 'reviewer', 'reviewer', 'reviewer'],
  ]);
  assert.equal(answer.usage.claudeCalls, 6);
  const attempts = await loggedAttempts(stack, 'critical-grew');
  assert.equal(attempts.get('reviewAnswer.1.1'), 'success');
  assert.equal(attempts.get('reviewAnswer.2.1'), 'success');

  const refused = await eventOf(await stack.surefoot.get('critical-grew'), 'answer.refused');
  assert.match(JSON.stringify(refused.data), /does not say what the figures do/);
  assert.doesNotMatch(JSON.stringify(refused.data), /gestiegen|Rückgang/);
  assert.deepEqual(
    callsOf(stack, 'critical-grew').flatMap(({ rule }) =>
      ['refutes', 'repairs', 'confirms'].includes(rule ?? '') ? [rule] : [],
    ),
    ['refutes', 'repairs', 'confirms'],
  );
});

test('said again, it is not shown: the data stands by itself', async () => {
  const question = 'Wie hat sich die Zahl der Bestellungen noch einmal verändert?';
  script.add(question, {
    planner: [twoQuarters],
    reviewer: [confirms, refutesGrowth],
    interpreter: [grew],
  });

  const options = { id: 'critical-again', locale: 'de-DE', critical: true };
  const answer = await answerTo(stack, question, options);

  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /could not be put into words safely/);
  assert.doesNotMatch(JSON.stringify(answer), /gestiegen/);
  assert.equal(answer.data?.rows.length, 2);
});

test('offline, a critical run has its text confirmed', async () => {
  const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';
  const answer = await answerTo(stack, question, { id: 'critical-offline', critical: true });
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(rolesOf(stack, 'critical-offline').filter((role) => role === 'reviewer').length, 2);
});
