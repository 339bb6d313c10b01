import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { columnParts } from '../../sql/select/nodes.js';
import { sourcesOf } from '../../sql/select/sources.js';
import { readSelect } from '../../sql/select/text.js';
import { quoted } from '../../sql/table-names.js';
import { everyNode, isObject, opened, texts } from '../../sql/tree.js';
import type { Help } from './ask.js';

/** Bare names that two tables of the same FROM have, and how to write each of them. Undefined where there are none. */
export async function explainAmbiguous(sql: string, catalog: Catalog): Promise<Help | undefined> {
  const select = await readSelect(sql);
  const found = new Map<string, readonly string[]>();
  const look = (inner: SelectStmt): void => {
    const sources = sourcesOf(inner, catalog);
    const merged = new Set<string>();
    everyNode(inner.fromClause, (kind, fields) => {
      if (kind === 'JoinExpr') {
        for (const name of texts(fields['usingClause'] as Node[] | undefined)) merged.add(name);
      }
    });
    const named = new Set(
      (inner.targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.name : '')),
    );
    for (const [field, value] of Object.entries(inner)) {
      for (const name of bareNames(value)) {
        if (merged.has(name) || (field === 'sortClause' && named.has(name))) continue;
        const having = sources.filter(({ table, renamed }) =>
          renamed ? false : table?.columns.some((column) => column.name === name),
        );
        if (having.length < 2) continue;
        found.set(
          name,
          having.map(({ alias }) => `${quoted(alias)}.${quoted(name)}`),
        );
      }
    }
  };
  if (select !== undefined) look(select);
  everyNode(select, (kind, fields) => {
    if (kind === 'SelectStmt') look(fields);
  });
  if (found.size === 0) return undefined;
  return {
    message: `${[...found].map(([name, ways]) => `${name} could be ${ways.join(' or ')}`).join('; ')}.`,
    suggestions: [...found.values()].flatMap((ways) => ways.map((way) => `Write ${way}.`)),
  };
}

/** Names without a table in front, of this level only. */
function bareNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(bareNames);
  if (!isObject(value)) return [];
  const [kind, fields] = opened(value) ?? [];
  if (kind === 'SelectStmt') return [];
  if (kind === 'ColumnRef' && fields !== undefined) {
    const parts = columnParts({ ColumnRef: fields });
    return parts.length === 1 ? [...parts] : [];
  }
  return Object.values(value).flatMap(bareNames);
}
