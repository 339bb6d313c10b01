import type { Warning } from './answer.js';
import type { Ending } from './ending.js';
import type { Run } from './run.js';

/** Of results that the review has not confirmed, where the caller wants none with a warning; null where that will do. */
export function inconclusiveEnding(
  { input, plan }: Run,
  { heard, warnings }: { readonly heard: boolean; readonly warnings: readonly Warning[] },
): Ending | null {
  const { onInconclusive } = input;
  if (onInconclusive !== 'ask' && onInconclusive !== 'refuse') return null;
  const suggestions = ['Name the measure, the period and the groups that you mean.'];
  if (onInconclusive === 'refuse') {
    const text = heard
      ? 'The review could not tell whether the queries answer the question, so there is no answer.'
      : 'The queries were not reviewed in time, so there is no answer.';
    return { status: heard ? 'failed' : 'unavailable', text, warnings, suggestions };
  }
  const understood = plan === null || plan.intent === '' ? '' : ` It was read as: ${plan.intent}`;
  const text = `It is not certain that the queries answer the question: what exactly do you mean?${understood}`;
  return { status: 'needs_clarification', text, warnings, suggestions };
}
