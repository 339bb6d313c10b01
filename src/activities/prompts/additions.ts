import { createHash } from 'node:crypto';
import type { Additions, Example } from '../../domain/additions.js';
import { writeBlock } from '../../domain/blocks.js';

/** A prompt with what the installation adds. Its version names both; without additions nothing of it changes. */
export function withAdded(
  prompt: { readonly version: string; readonly text: string },
  added: string,
): { readonly version: string; readonly text: string } {
  if (added === '') return prompt;
  const digest = createHash('sha256').update(added).digest('hex').slice(0, 8);
  return { version: `${prompt.version}+${digest}`, text: `${prompt.text}\n\n${added}` };
}

/** For the planner: all of it, under headings of their own. The same for every question: the prompt cache keeps it. */
export function plannerAdditions(additions: Additions): string {
  return [definitions(additions), examplesBlock(additions.examples)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What words and numbers mean here: also for who judges a plan. */
export function definitions({ glossary, metrics }: Additions): string {
  const parts = [
    ...(glossary.length === 0 ? [] : [`${glossaryWords}\n${writeBlock('glossary', glossary)}`]),
    ...(metrics.length === 0
      ? []
      : [`${metricsWords}\n${writeBlock('metrics', metrics.map(given))}`]),
  ];
  return parts.join('\n\n');
}

/**
 * Verified questions, wherever they are from: those of the configuration file, which are the same for every question
 * and stand in the cached part, and those that are promoted from runs. What is picked for one question belongs beside
 * that question, not into the cached part, which it would change each time.
 */
export function examplesBlock(examples: readonly Example[]): string {
  return examples.length === 0
    ? ''
    : `${examplesWords}\n${writeBlock('examples', examples.map(given))}`;
}

/** Without what says "not given". */
function given(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''));
}

const glossaryWords = 'Glossary\nWhat words mean here. It comes before what they mean elsewhere.';
const metricsWords =
  'Metrics\nHow numbers are computed here. A question about one of them is answered by its definition, with its unit.';
const examplesWords =
  'Examples\nQuestions with SQL that people have verified. Where a question is alike, join, filter and count as they do; take periods and values from the question.';
