import { reservedActivities } from '../domain/tasks.js';
import type { Tool } from './define-tool.js';

/** The tools that a plan may use, by name. */
export type Tools = ReadonlyMap<string, AnyTool>;

/** A tool whose input type is its own business: its schema parses what its functions get. */
export type AnyTool = Tool<object>;

/** The field of a step's input that names its warehouse, where there are several. */
export const warehouseField = 'warehouse';

/** Those that every worker has. */
export const ownToolNames = ['execute_query', 'fetch_schema', 'format_results'] as const;

/** What a tool may be called: its name is an activity's type, too. */
export const toolName = /^[a-z][a-z0-9_.]{1,63}$/;

/** @throws Error naming every tool whose name is taken, reserved or malformed. */
export function registerTools(tools: readonly AnyTool[]): Tools {
  const names = tools.map(({ name }) => name);
  const problems = names.flatMap((name, index) => [
    ...(toolName.test(name) ? [] : [`"${name}" must match ${toolName.source}`]),
    ...(reservedActivities.some((reserved) => reserved === name)
      ? [`"${name}" is the name of an activity of Surefoot's own`]
      : []),
    ...(names.indexOf(name) === index ? [] : [`"${name}" is registered twice`]),
  ]);
  if (problems.length > 0) throw new Error(`Rename these tools: ${problems.join('; ')}.`);
  return new Map(tools.map((tool) => [tool.name, tool]));
}

/** A tool's breaker: of its own for each warehouse that it queries, and for each of several whose catalog it reads. */
export function breakerName(
  { name, usesWarehouse, readsCatalog }: AnyTool,
  warehouse: string,
  { isOneOfSeveral }: { readonly isOneOfSeveral: boolean },
): string {
  const isItsOwn = usesWarehouse === true || (readsCatalog === true && isOneOfSeveral);
  return isItsOwn ? `${name}@${warehouse}` : name;
}
