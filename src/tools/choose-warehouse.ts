import { z } from 'zod';
import { warehouseField, type AnyTool } from './registry.js';

/**
 * The tool with one field more where there are several warehouses: the name of the one that a step reads. With one
 * warehouse, or for a tool that reads none, nothing changes, so that prompts and plans stay what they were.
 */
export function choosingWarehouse(tool: AnyTool, names: readonly string[]): AnyTool {
  if (!isAboutWarehouse(tool) || names.length < 2) return tool;
  if (!(tool.input instanceof z.ZodObject)) {
    throw new Error(
      `The input of ${tool.name} must be a z.strictObject: there are several warehouses.`,
    );
  }
  const warehouse = z.enum(names).describe('The warehouse that it reads');
  return { ...tool, input: tool.input.safeExtend({ [warehouseField]: warehouse }) };
}

/** Whether its steps are about one of the warehouses. */
export function isAboutWarehouse({ usesWarehouse, readsCatalog }: AnyTool): boolean {
  return usesWarehouse === true || readsCatalog === true;
}

/** Which warehouse an input of such a tool names. */
export function warehouseNamed(input: object): string | undefined {
  const name: unknown = Object.entries(input).find(([field]) => field === warehouseField)?.[1];
  return typeof name === 'string' ? name : undefined;
}
