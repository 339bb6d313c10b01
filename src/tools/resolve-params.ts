import { ToolFailure } from '../domain/failure.js';
import type { Binding } from '../domain/plan.js';
import type { Cell } from '../domain/result.js';
import type { Parameter, StoredResult } from '../ports.js';

/** The values of a statement's parameters. A binding that does not resolve is an error, never a literal. */
export async function resolveParams(
  params: readonly Binding[],
  result: (stepId: string) => Promise<StoredResult>,
): Promise<Parameter[]> {
  return await Promise.all(params.map((binding, i) => resolve(binding, `$${i + 1}`, result)));
}

async function resolve(
  { kind, value, step, column }: Binding,
  name: string,
  result: (stepId: string) => Promise<StoredResult>,
): Promise<Parameter> {
  if (kind === 'text') return value;
  if (kind === 'null') return null;
  const { columns, rows, truncated, intervals } = await result(step);
  if (intervals !== undefined) {
    throw unresolved(`${name}: step ${step} read only a sample, and no query rests on estimates.`);
  }
  const index = columns.findIndex((each) => each.name === column);
  if (index < 0) {
    const names = columns.map((each) => each.name);
    throw unresolved(`${name}: step ${step} has no column "${column}".`, names);
  }
  const cells = rows.map((row) => text(row[index] ?? null));
  if (kind === 'column') {
    if (!truncated) return cells;
    throw unresolved(
      `${name}: the result of step ${step} is cut short, so its column is not whole.`,
    );
  }
  const [cell] = cells;
  if (cells.length === 1 && cell !== undefined) return cell;
  throw unresolved(`${name}: step ${step} has ${cells.length} rows, and a cell needs exactly one.`);
}

function text(cell: Cell): string | null {
  return typeof cell === 'boolean' ? String(cell) : cell;
}

function unresolved(message: string, alternatives: readonly string[] = []): ToolFailure {
  return new ToolFailure({
    error: 'unresolved_parameter',
    class: 'permanent',
    message,
    suggestion: 'Bind a column of a step in dependsOn whose result has it.',
    alternatives,
  });
}
