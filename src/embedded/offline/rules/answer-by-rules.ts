import { readBlocks } from '../../../domain/blocks.js';
import { ApiError } from '../api-error.js';
import type { Asked } from '../asked.js';
import { interpretByRules } from './interpret.js';
import { planByRules } from './plan.js';
import { reviewByRules } from './review.js';

/** Of a text whose figures are grounded the rules, which wrote it from the signs of its figures, know nothing better. */
const confirmedText = {
  reasoning: 'By the rules every sentence is written from its own figures.',
  verdict: 'confirmed',
  findings: [],
} as const;

/** What the rules answer in a role, from the request alone. @throws ApiError 400 for a role they do not have */
export function answerByRules(asked: Asked): unknown {
  switch (asked.role) {
    case 'planner':
      return planByRules(asked);
    case 'reviewer':
      return readBlocks(asked.user, 'answer').length > 0 ? confirmedText : reviewByRules(asked);
    case 'simplifier':
      // What the rules could leave out, Surefoot's own would have.
      return { sql: '', dropped: [] };
    case 'interpreter':
      return interpretByRules(asked);
    case '':
      throw new ApiError(
        400,
        'x-surefoot-role: the offline server answers only requests that name a role',
      );
    default:
      throw new ApiError(400, `x-surefoot-role: the offline rules have no role "${asked.role}"`);
  }
}
