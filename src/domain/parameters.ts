import type { Binding } from './plan.js';

/** Quoted text and names, which may hold a `$`, are passed over whole. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g;

/**
 * A deparsed statement that stands alone: its texts and nulls in place of `$1`, as Postgres would cast them. What comes
 * from another step's result stays a parameter.
 */
export function withLiterals(sql: string, bindings: readonly Binding[]): string {
  return sql.replaceAll(token, (whole, number?: string) => {
    const binding = number === undefined ? undefined : bindings[Number(number) - 1];
    if (binding?.kind === 'text') return `'${binding.value.replaceAll("'", "''")}'`;
    return binding?.kind === 'null' ? 'NULL' : whole;
  });
}

/** What the log kept of a statement's parameters; [] where that is none, or no longer whole. */
export function bindingsIn(parameters: unknown): readonly Binding[] {
  return Array.isArray(parameters) && parameters.every(isBinding) ? parameters : [];
}

function isBinding(value: unknown): value is Binding {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, value: text, step, column } = value as Partial<Record<keyof Binding, unknown>>;
  return [kind, text, step, column].every((each) => typeof each === 'string');
}

/** A parameter in words, such as `2025-10-01` or `column region of step top`. */
export function bindingWords({ kind, value, step, column }: Binding): string {
  if (kind === 'null') return 'NULL';
  return kind === 'text' ? `'${value}'` : `${kind} ${column} of step ${step}`;
}
