import { breakerName } from '../tools/registry.js';
import type { Deps } from './deps.js';

export function claudeBreakerName(model: string): string {
  return `claude@${model}`;
}

/** Every breaker that this worker may ask. */
export function breakerNames({ tools, warehouse, models }: Deps): readonly string[] {
  const ofTools = [...tools.values()]
    .filter(({ policy }) => policy?.breaker !== null)
    .map((tool) => breakerName(tool, warehouse.name));
  const ofModels = Object.values(models).map(({ model }) => claudeBreakerName(model));
  return [...new Set([...ofTools, ...ofModels])];
}
