import type { FuncCall, Node, SelectStmt } from 'libpg-query';
import { everyNode, isObject, texts, type Json } from './tree.js';

/**
 * The statement with the schema of Postgres's own functions before those names that people gave to functions of theirs:
 * without it, Postgres takes whichever fits the arguments better.
 */
export function withOwnFunctions(
  select: SelectStmt,
  shadowed: readonly string[] | undefined,
): SelectStmt {
  const names = new Set(shadowed);
  return calls(select, names) ? (qualified(select, names) as SelectStmt) : select;
}

function calls(select: SelectStmt, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  let isCalled = false;
  everyNode(select, (kind, call: FuncCall) => {
    if (kind === 'FuncCall') isCalled ||= texts(call.funcname).some((name) => names.has(name));
  });
  return isCalled;
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
