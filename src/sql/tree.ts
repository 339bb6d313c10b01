import type { Node } from 'libpg-query';

/** The parser's tree as plain data: nodes are objects with one key, the kind, which begins with a capital. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind and the fields of a wrapped node; undefined for `{}`, which stands for an absent list element. */
export function opened(node: unknown): readonly [kind: string, fields: Json] | undefined {
  if (!isObject(node)) return undefined;
  const [entry] = Object.entries(node);
  return entry !== undefined && isObject(entry[1]) ? [entry[0], entry[1]] : undefined;
}

/** The texts of a list of String nodes, such as a qualified name's parts. Other nodes in it are left out. */
export function texts(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** Calls `visit` for every node below and including `value`, whatever field it hangs on. */
export function everyNode(value: unknown, visit: (kind: string, fields: Json) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) everyNode(item, visit);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (/^[A-Z]/.test(key) && isObject(child)) visit(key, child);
    everyNode(child, visit);
  }
}
