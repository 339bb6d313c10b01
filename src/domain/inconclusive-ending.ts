import type { Warning } from './answer.js';
import type { Ending } from './ending.js';
import type { Run } from './run.js';

/** Of what the review has not confirmed, where the caller wants no answer with a warning; null where that will do. */
export function inconclusiveEnding(
  { input, plan }: Run,
  { what, heard, warnings }: Unconfirmed,
): Ending | null {
  const { onInconclusive } = input;
  if (onInconclusive !== 'ask' && onInconclusive !== 'refuse') return null;
  const suggestions = ['Name the measure, the period and the groups that you mean.'];
  if (onInconclusive === 'refuse') {
    const text = heard ? undecided[what] : late[what];
    return { status: heard ? 'failed' : 'unavailable', text, warnings, suggestions };
  }
  const understood = plan === null || plan.intent === '' ? '' : ` It was read as: ${plan.intent}`;
  const text = `It is not certain that the ${what === 'queries' ? 'queries answer' : 'text answers'} the question: what exactly do you mean?${understood}`;
  return { status: 'needs_clarification', text, warnings, suggestions };
}

interface Unconfirmed {
  readonly what: 'queries' | 'text';
  /** Whether the reviewer has spoken at all. */
  readonly heard: boolean;
  readonly warnings: readonly Warning[];
}

const undecided = {
  queries:
    'The review could not tell whether the queries answer the question, so there is no answer.',
  text: 'The review could not tell whether the text says what the figures do, so there is no answer.',
} as const;

const late = {
  queries: 'The queries were not reviewed in time, so there is no answer.',
  text: 'The text was not reviewed in time, so there is no answer.',
} as const;
