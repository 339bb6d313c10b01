import type { Node } from 'libpg-query';

/**
 * The parser's tree as plain data: nodes are objects with one key, the kind, which begins with a capital. Nobody changes
 * one, for the same tree may be read again.
 */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a key is a kind of node, not a field of one. */
export function isKind(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 65 && first <= 90;
}

/** The kind and the fields of a wrapped node; undefined for `{}`, which stands for an absent list element. */
export function opened(node: unknown): readonly [kind: string, fields: Json] | undefined {
  if (!isObject(node)) return undefined;
  for (const kind in node) {
    const fields = node[kind];
    return isObject(fields) ? [kind, fields] : undefined;
  }
  return undefined;
}

/** The texts of a list of String nodes, such as a qualified name's parts. Other nodes in it are left out. */
export function texts(nodes: readonly Node[] | undefined): string[] {
  const found: string[] = [];
  for (const node of nodes ?? []) if ('String' in node) found.push(node.String.sval ?? '');
  return found;
}

/** The last of the texts: a name without what qualifies it. */
export function lastText(nodes: readonly Node[] | undefined): string | undefined {
  let last: string | undefined;
  for (const node of nodes ?? []) if ('String' in node) last = node.String.sval ?? '';
  return last;
}

/** Calls `visit` for every node below and including `value`, whatever field it hangs on. */
export function everyNode(value: unknown, visit: (kind: string, fields: Json) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) everyNode(item, visit);
    return;
  }
  if (!isObject(value)) return;
  for (const key in value) {
    const child = value[key];
    if (typeof child !== 'object' || child === null) continue;
    if (isKind(key) && !Array.isArray(child)) visit(key, child as Json);
    everyNode(child, visit);
  }
}

/** Whether two trees mean the same: they may differ in where their nodes stand, and in the order of fields. */
export function isSameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!isSameTree(a[i], b[i])) return false;
    return true;
  }
  if (!isObject(a) || !isObject(b)) return false;
  for (const field in a) {
    if (!places.has(field) && !isSameTree(a[field], b[field])) return false;
  }
  for (const field in b) {
    if (a[field] === undefined && b[field] !== undefined && !places.has(field)) return false;
  }
  return true;
}

const places = new Set([
  'location',
  'list_start',
  'list_end',
  'rexpr_list_start',
  'rexpr_list_end',
  'stmt_len',
  'stmt_location',
]);
