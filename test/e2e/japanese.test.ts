import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateSample } from '../../src/embedded/sample/index.js';
import { sampleTruth } from '../embedded/sample/sample-truth.js';
import { startStack, type Stack } from '../stack.js';
import { answerTo } from './watching.js';

let stack: Stack;

before(async () => {
  stack = await startStack();
  await stack.worker();
});
after(() => stack.close());

test('a question in Japanese is answered in Japanese, with the true figures', async () => {
  const question = '2025年第4四半期の地域別売上を教えてください';
  const answer = await answerTo(stack, question, { locale: 'ja-JP' });
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.question, question);
  assert.match(answer.text, /[\u3040-\u30ff].*。$/u);
  assert.doesNotMatch(answer.text, /\b(?:was|led|with|and)\b/);

  const truth = sampleTruth(generateSample()).revenueUsd({
    from: '2025-10-01',
    to: '2026-01-01',
    by: 'region',
  });
  assert.deepEqual(
    Object.fromEntries(answer.data?.rows ?? []),
    Object.fromEntries([...truth].map(([region, revenue]) => [region ?? '(unknown)', revenue])),
  );
});
