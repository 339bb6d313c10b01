import { ToolFailure } from '../domain/failure.js';
import type { CompiledStep } from '../domain/plan.js';
import type { Warehouse, Warehouses } from '../ports.js';
import { isAboutWarehouse } from '../tools/choose-warehouse.js';
import type { Tools } from '../tools/registry.js';

/** The warehouse that a step was planned for. @throws ToolFailure where this worker does not have it */
export function warehouseOf(
  { warehouse: name }: Pick<CompiledStep, 'warehouse'>,
  warehouses: Warehouses,
): Warehouse {
  const [first] = warehouses;
  const found = name === undefined ? first : warehouses.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new ToolFailure({
    error: 'unknown_warehouse',
    class: 'permanent',
    message: `The configuration has no warehouse ${name}.`,
    suggestion: 'Name it in surefoot.config.ts again, or ask anew.',
  });
}

/** The name of the one that a step reads, also of an only one that no step names; null for a step that reads none. */
export function warehouseReadBy(
  step: Pick<CompiledStep, 'warehouse'>,
  toolName: string,
  {
    tools,
    warehouses: [first],
  }: { readonly tools: Tools; readonly warehouses: readonly Pick<Warehouse, 'name'>[] },
): string | null {
  const tool = tools.get(toolName);
  return step.warehouse ?? (tool && isAboutWarehouse(tool) ? first?.name : null) ?? null;
}
