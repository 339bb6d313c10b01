import type { ModelDescription } from '../../adapters/anthropic/index.js';
import type { Config } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** With a key, whether each model is there and can do what we ask of it. */
export async function checkClaude(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Claude';
  if (config.ANTHROPIC_API_KEY === undefined) {
    return {
      name,
      state: 'note',
      found: 'no ANTHROPIC_API_KEY',
      advice:
        'demo and dev then use the offline planner; a worker needs a key, or `surefoot offline`.',
    };
  }
  const models = await outside.describeModels(config);
  const found = foundWords(models);
  const unusable = models.filter(
    ({ found: there, structuredOutputs, lifecycle }) =>
      !there || structuredOutputs === false || lifecycle === 'retired',
  );
  if (unusable.length > 0) {
    const advice =
      'Set SUREFOOT_PLANNER_MODEL, SUREFOOT_REVIEWER_MODEL, SUREFOOT_INTERPRETER_MODEL or SUREFOOT_FALLBACK_MODEL to another one.';
    return {
      name,
      state: 'failed',
      found,
      advice: models.some(({ found: there }) => there) ? advice : '',
    };
  }
  const leaving = models.some(
    ({ lifecycle, retiresAt }) => lifecycle === 'deprecated' || retiresAt !== null,
  );
  return {
    name,
    state: leaving ? 'warning' : 'ok',
    found,
    advice: leaving ? 'Move to a newer model before this one is retired.' : '',
  };
}

/** What is amiss with several models in the same way is said once. */
function foundWords(models: readonly ModelDescription[]): string {
  const errors = new Set(models.filter(({ found }) => !found).map(({ error }) => error));
  const amiss = [...errors].map((error) => {
    const ids = models.filter((model) => !model.found && model.error === error).map(({ id }) => id);
    return `${ids.join(', ')}: ${error ?? 'not found'}`;
  });
  return [...models.filter(({ found }) => found).map(modelWords), ...amiss].join('; ');
}

function modelWords({
  id,
  structuredOutputs,
  effort,
  lifecycle,
  retiresAt,
}: ModelDescription): string {
  const facts = [
    ...(lifecycle === null ? [] : [lifecycle]),
    ...(structuredOutputs === null ? [] : [`${structuredOutputs ? '' : 'no '}structured outputs`]),
    ...(effort === null ? [] : [`${effort ? '' : 'no '}effort`]),
    ...(retiresAt === null ? [] : [`retires ${retiresAt.slice(0, 10)}`]),
  ];
  return [id, ...facts].join(', ');
}
