import type { Warning } from './answer.js';
import type { ToolError } from './failure.js';
import type { Paid } from './tasks.js';

/** Which model is asked: the role's own, or the one that stands in for it. */
export type ModelSource = 'own_model' | 'fallback_model';

/**
 * Where a reply comes from. A plan may be a verified question's, an earlier run's once no model can be had, or be edited
 * by a person.
 */
export type ReplySource = ModelSource | 'verified_question' | 'earlier_run' | 'person';

/**
 * Whether another model may still answer: Claude is unwell or out of reach, its breaker is open, or it lacks the model.
 * What is wrong with the key or the request would be wrong with any model, and so is a refusal.
 */
export function isOutOfReach({ error, class: kind }: Pick<ToolError, 'error' | 'class'>): boolean {
  if (error === 'breaker_open' || error === 'claude_model_not_found') return true;
  const isClaudes = error.startsWith('claude_') || error === 'tool_timeout';
  return isClaudes && (kind === 'transient' || kind === 'timeout' || kind === 'unknown');
}

/** What an answer says of a reply that is not the own model's; nothing of one that is. */
export function sourceWarnings(
  { source, model }: Pick<Paid, 'source' | 'model'>,
  what: 'plan' | 'text',
  failure: Pick<ToolError, 'message'> | null,
): Warning[] {
  const why = failure === null ? '' : ` ${failure.message}`;
  switch (source) {
    case 'own_model':
    case 'verified_question':
    case 'person':
      return [];
    case 'fallback_model':
      return [
        {
          code: 'fallback_model',
          message: `The ${what} is by the fallback model ${model}: the model that should have answered did not.${why}`,
        },
      ];
    case 'earlier_run':
      return [
        {
          code: 'reused_plan',
          message: `The plan is an earlier run’s of the same question, compiled anew: Claude could not be asked.${why}`,
        },
      ];
  }
}
