import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ToolFailure } from '../../src/domain/failure.js';
import { aStep } from '../domain/builders.js';
import { confirmed, finding, paid, planOf, refuted, words, type Script } from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

const oneStep: Script = { plan: (task) => planOf(task, [aStep('revenue')]) };
const critical = { critical: true };
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const undecided = () => ({ ...confirmed(), verdict: 'inconclusive' as const });
const gone = (): never => {
  throw new ToolFailure({ error: 'claude_refused', class: 'permanent', message: 'No.' });
};

test('a critical run has its text held to its figures, once, and is answered', async () => {
  const { answer, seen } = await worker.ask(oneStep, critical);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.deepEqual(
    seen.reviewAnswer.map(({ text, steps }) => [text, steps.map(({ id }) => id)]),
    [['Revenue was $1.', ['revenue']]],
  );
  const [check] = answer.verification.checks;
  assert.equal(check?.name, 'the text says what the figures do');
  assert.ok(check.passed);
  assert.equal(answer.usage.claudeCalls, 4);
});

test('a run that is not critical asks for no such review', async () => {
  const { answer, seen } = await worker.ask(oneStep);
  assert.equal(answer.status, 'answered');
  assert.equal(seen.reviewAnswer.length, 0);
  assert.equal(answer.usage.claudeCalls, 3);
});

test('what is refuted goes back to the interpreter, and the new text is reviewed again', async () => {
  const { answer, seen } = await worker.ask(
    {
      ...oneStep,
      interpret: ({ earlier }) => words(earlier.length === 0 ? 'It grew.' : 'It fell.'),
      reviewAnswer: ({ text }) => (text === 'It grew.' ? refuted('answer') : confirmed()),
    },
    critical,
  );
  assert.equal(answer.status, 'answered');
  assert.equal(answer.text, 'It fell.');
  assert.equal(answer.verification.answerRepairs, 1);
  assert.deepEqual(codes(seen.interpret[1]?.earlier[0]?.findings ?? []), ['review_refuted']);
  assert.deepEqual(
    answer.verification.checks.map(({ passed }) => passed),
    [true],
  );
});

test('a text that is refuted twice is not shown; the data is, and says so', async () => {
  const { answer, seen } = await worker.ask(
    { ...oneStep, interpret: () => words('It grew.'), reviewAnswer: () => refuted('answer') },
    critical,
  );
  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /could not be put into words safely/);
  assert.doesNotMatch(JSON.stringify(answer), /It grew/);
  assert.deepEqual(codes(answer.warnings), ['not_interpreted']);
  assert.equal(seen.interpret.length, 2);
  assert.equal(seen.reviewAnswer.length, 2);
  assert.ok(answer.verification.checks.some(({ passed }) => !passed));
});

test('a refuted text has one more round, though its repairs are used up', async () => {
  const { answer, seen } = await worker.ask(
    {
      ...oneStep,
      interpret: ({ earlier }) =>
        earlier.length === 0
          ? { ...paid(), kind: 'findings', findings: [finding('answer')] }
          : words(`Text ${earlier.length}.`),
      reviewAnswer: ({ text }) => (text === 'Text 1.' ? refuted('answer') : confirmed()),
    },
    { ...critical, bounds: { answerRepairs: 1 } },
  );
  assert.equal(answer.status, 'answered');
  assert.equal(answer.text, 'Text 2.');
  assert.equal(seen.interpret.length, 3);
});

for (const [what, reviewAnswer] of [
  ['cannot tell', undecided],
  ['cannot be had', gone],
] as const) {
  test(`a reviewer who ${what} leaves the text, degraded and with a warning`, async () => {
    const { answer } = await worker.ask({ ...oneStep, reviewAnswer }, critical);
    assert.equal(answer.status, 'degraded');
    assert.equal(answer.text, 'Revenue was $1.');
    assert.equal(answer.verification.verdict, 'inconclusive');
    assert.deepEqual(codes(answer.warnings), ['answer_review_inconclusive']);
  });
}

for (const [onInconclusive, reviewAnswer, status, text] of [
  ['ask', undecided, 'needs_clarification', /^It is not certain that the text answers/],
  ['refuse', undecided, 'failed', /^The review could not tell whether the text/],
  ['refuse', gone, 'unavailable', /^The text was not reviewed in time/],
] as const) {
  test(`who will ${onInconclusive} where it is not certain gets no such text: ${status}`, async () => {
    const { answer } = await worker.ask(
      { ...oneStep, reviewAnswer },
      { ...critical, onInconclusive },
    );
    assert.equal(answer.status, status);
    assert.match(answer.text, text);
    assert.deepEqual(codes(answer.warnings), ['answer_review_inconclusive']);
  });
}

test('a reviewer that would come back after its time is not waited for', async () => {
  const { answer } = await worker.ask(
    {
      ...oneStep,
      reviewAnswer: () => {
        throw new ToolFailure(
          { error: 'claude_overloaded', class: 'transient', message: 'Later.' },
          { nextTryMs: Date.now() + 3_600_000, retryAfterMs: 15_000 },
        );
      },
    },
    critical,
  );
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(codes(answer.warnings), ['answer_review_inconclusive']);
  assert.ok(answer.timing.totalMs < 15_000);
});

test('a run that can afford no more calls says that its text was not reviewed', async () => {
  const { answer, seen } = await worker.ask(oneStep, { ...critical, limits: { claudeCalls: 3 } });
  assert.equal(seen.reviewAnswer.length, 0);
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.deepEqual(codes(answer.warnings), ['budget_spent', 'answer_review_inconclusive']);
});
