import { reservedActivities } from '../domain/tasks.js';
import { isAboutWarehouse } from '../tools/choose-warehouse.js';
import { ownToolNames, warehouseField } from '../tools/registry.js';
import type { SurefootConfig } from './define-config.js';
import type { Problem } from './parts.js';

/** What is right by itself and does not go together. */
export function crossProblems(config: SurefootConfig): Problem[] {
  return [...takenNames(config), ...unknownTools(config), ...wrongWarehouses(config)];
}

function takenNames({ tools = [] }: SurefootConfig): Problem[] {
  const taken = new Set<string>([...ownToolNames, ...reservedActivities]);
  return tools.flatMap(({ name }, index): Problem[] => {
    const isTaken = taken.has(name);
    taken.add(name);
    return isTaken ? [[['tools', index, 'name'], `must not be ${name}, which is taken`]] : [];
  });
}

function unknownTools({ tools = [], policies = {} }: SurefootConfig): Problem[] {
  const names: readonly string[] = [...ownToolNames, ...tools.map(({ name }) => name)];
  return Object.keys(policies)
    .filter((name) => !names.includes(name))
    .map((name) => [['policies', name], `must name one of the tools ${names.join(', ')}`]);
}

function wrongWarehouses({ warehouses = {}, prompts = {}, tools = [] }: SurefootConfig): Problem[] {
  const names = Object.keys(warehouses);
  const isOneOf = `must be one of the warehouses ${names.join(', ')}`;
  const wrong = (warehouse: string | undefined) =>
    warehouse !== undefined && !names.includes(warehouse);
  const examples = (prompts.examples ?? []).flatMap(({ warehouse }, index): Problem[] => {
    const isNeeded = names.length > 1 && warehouse === undefined;
    return isNeeded || wrong(warehouse)
      ? [[['prompts', 'examples', index, 'warehouse'], isOneOf]]
      : [];
  });
  const metrics = Object.entries(prompts.metrics ?? {}).flatMap(
    ([name, { warehouse }]): Problem[] =>
      wrong(warehouse) ? [[['prompts', 'metrics', name, 'warehouse'], isOneOf]] : [],
  );
  if (names.length < 2) return [...examples, ...metrics];
  const undescribed = Object.entries(warehouses).flatMap(([name, { description }]): Problem[] =>
    description === undefined
      ? [[['warehouses', name, 'description'], 'must say what is in it, since there are several']]
      : [],
  );
  const inputs = tools.flatMap((tool, index): Problem[] =>
    isAboutWarehouse(tool) && !hasRoomFor(warehouseField, tool.input)
      ? [[['tools', index, 'input'], noRoom]]
      : [],
  );
  return [...examples, ...metrics, ...undescribed, ...inputs];
}

const noRoom = `must be a z.strictObject without a field ${warehouseField}, which is added where there are several warehouses`;

function hasRoomFor(field: string, input: unknown): boolean {
  return (
    typeof input === 'object' &&
    input !== null &&
    'safeExtend' in input &&
    'shape' in input &&
    typeof input.shape === 'object' &&
    input.shape !== null &&
    !(field in input.shape)
  );
}
