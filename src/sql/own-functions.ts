import type { Node, SelectStmt } from 'libpg-query';
import { isObject, texts, type Json } from './tree.js';

/**
 * The statement with the schema of Postgres's own functions before those names that people gave to functions of theirs:
 * without it, Postgres takes whichever fits the arguments better.
 */
export function withOwnFunctions(
  select: SelectStmt,
  shadowed: readonly string[] | undefined,
): SelectStmt {
  return shadowed === undefined ? select : (qualified(select, new Set(shadowed)) as SelectStmt);
}

function qualified(value: unknown, shadowed: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => qualified(item, shadowed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      qualified(
        key === 'FuncCall' && isObject(child) ? withSchema(child, shadowed) : child,
        shadowed,
      ),
    ]),
  );
}

function withSchema(call: Json, shadowed: ReadonlySet<string>): Json {
  const { funcname } = call as { readonly funcname?: Node[] };
  const [name = '', ...more] = texts(funcname);
  if (more.length > 0 || !shadowed.has(name)) return call;
  return { ...call, funcname: ['pg_catalog', name].map((sval) => ({ String: { sval } })) };
}
