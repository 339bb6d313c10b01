import { breakerName } from '../tools/registry.js';
import type { Deps } from './deps.js';

export function claudeBreakerName(model: string): string {
  return `claude@${model}`;
}

/** Every breaker that this worker may ask. */
export function breakerNames(deps: Deps): readonly string[] {
  const { tools, warehouses, models, fallbackModel } = deps;
  const isOneOfSeveral = warehouses.length > 1;
  const ofTools = [...tools.values()]
    .filter(({ policy }) => policy?.breaker !== null)
    .flatMap((tool) => warehouses.map(({ name }) => breakerName(tool, name, { isOneOfSeveral })));
  const asked = [...Object.values(models).map(({ model }) => model), fallbackModel];
  return [...new Set([...ofTools, ...asked.map(claudeBreakerName)])];
}
