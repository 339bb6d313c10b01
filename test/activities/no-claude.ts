import assert from 'node:assert/strict';
import type { Deps } from '../../src/activities/deps.js';
import { defaultBreaker } from '../../src/domain/breaker.js';

const model = { model: 'm', effort: 'low', maxTokens: 100 } as const;

/** What steps need of Claude, where nobody asks Claude. */
export const noClaude: Pick<Deps, 'claude' | 'claudeBreaker' | 'models'> = {
  claude: { complete: () => assert.fail('Nobody asks Claude.') },
  claudeBreaker: defaultBreaker,
  models: { planner: model, reviewer: model, simplifier: model, interpreter: model },
};
