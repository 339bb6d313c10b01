import type { SqlFindings } from './finding.js';
import { isKind, isObject, type Json } from './tree.js';

/**
 * Bounds what the other checks, the deparser and Postgres's planner have to do; far above what a question needs. True
 * where the statement is within the bounds.
 */
export function checkSize(statement: unknown, findings: SqlFindings): boolean {
  const counts: Counts = {
    ...{ nodes: 0, tables: 0, recursions: 0, sorted: 0, windows: 0, alternatives: 0 },
  };
  count(statement, counts);
  const over = bounds.filter(([name, most]) => counts[name] > most);
  for (const [name, most, words] of over) {
    findings.add({
      code: 'sql_too_large',
      what: `the SQL has ${counts[name]} ${words}, and ${most} is the most`,
      fix: 'Ask for less in one statement.',
    });
  }
  return over.length === 0;
}

interface Counts {
  nodes: number;
  tables: number;
  recursions: number;
  sorted: number;
  windows: number;
  alternatives: number;
}

function count(value: unknown, counts: Counts): void {
  if (Array.isArray(value)) {
    for (const item of value) count(item, counts);
  } else if (isObject(value)) {
    for (const key in value) {
      const child = value[key];
      if (isKind(key)) {
        counts.nodes += 1;
        if (tables.has(key)) counts.tables += 1;
        if (isObject(child)) countPlanned(key, child, counts);
      } else if (key === 'recursive' && child === true) counts.recursions += 1;
      count(child, counts);
    }
  }
}

function countPlanned(kind: string, node: Json, counts: Counts): void {
  if (kind === 'FuncCall') {
    if (node['agg_distinct'] === true || node['agg_order'] !== undefined) counts.sorted += 1;
    if (node['over'] !== undefined) counts.windows += 1;
  } else if (kind === 'BoolExpr' && node['boolop'] === 'OR_EXPR') {
    counts.alternatives += Array.isArray(node['args']) ? node['args'].length : 0;
  }
}

const tables = new Set(['RangeVar', 'RangeSubselect', 'RangeFunction', 'CommonTableExpr']);

// A recursive query is looked at twice, and one inside it four times. Planning takes the square of the last three, in
// time and memory, and no time limit ends it: 1,000 aggregates with DISTINCT take 20 s, 2,400 alternatives 1.5 GB.
const bounds = [
  ['nodes', 20_000, 'parts'],
  ['tables', 200, 'tables and subqueries'],
  ['recursions', 4, 'WITH RECURSIVE'],
  ['sorted', 300, 'aggregates with DISTINCT or ORDER BY'],
  ['windows', 300, 'window functions'],
  ['alternatives', 1_000, 'alternatives in OR'],
] as const;
