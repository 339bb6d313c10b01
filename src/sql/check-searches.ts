import type { A_Expr, FuncCall, SelectStmt, SubLink, TypeCast } from 'libpg-query';
import type { SqlFindings } from './finding.js';
import { growthIn, isLong, longestConstant, nameOf, type Growth } from './growth.js';
import { everyNode, lastText } from './tree.js';

/**
 * Postgres does not ask whether it should stop while it looks for one text in another, matches LIKE, takes characters of
 * one text out of another, compares the elements of two arrays or JSON documents, composes accents, or reads a format or
 * a tsquery: no time limit and no cancel ends that, and it takes as long as two lengths multiplied. So one of the two is
 * short: a constant, a parameter, or made of columns where nothing can have grown.
 */
export function checkSearches(select: SelectStmt, findings: SqlFindings): void {
  const growth = growthIn(select);
  let known: boolean | undefined;
  const subtracts = () => (known ??= makesKeysAndDocuments(select));
  everyNode({ SelectStmt: select }, (kind, node) => {
    if (kind === 'FuncCall') checkCall(node, growth, findings);
    if (kind === 'A_Expr') checkOperator(node, { growth, subtracts }, findings);
    if (kind === 'SubLink') checkSublink(node, growth, findings);
    if (kind === 'TypeCast') checkCast(node, growth, findings);
  });
}

function checkCall(call: FuncCall, growth: Growth, findings: SqlFindings): void {
  const name = nameOf(call);
  const needle = call.args?.[1];
  const isBounded = growth.isShort(needle);
  if (needle !== undefined && !isBounded) {
    const isCell = growth.isFlat && !isLong(needle) && !growth.mayGrow(needle);
    if (sets.has(name)) refuse(`the characters of ${name}`, call, findings);
    else if (searches.has(name) && !isCell) refuse(`what ${name} looks for`, call, findings);
    else if (patterns.has(name) && growth.mayGrow(needle)) {
      refuse(`the second argument of ${name}`, call, findings);
    }
  }
  const last = call.args?.at(-1);
  if (name === 'normalize' && growth.mayGrow(call.args?.[0])) {
    refuse('the text of normalize', call, findings);
  } else if (tsqueries.has(name) && growth.mayGrow(last)) {
    refuse(`the text of ${name}`, call, findings);
  }
}

function checkOperator(
  { name, lexpr, rexpr, location }: A_Expr,
  { growth, subtracts }: { readonly growth: Growth; readonly subtracts: () => boolean },
  findings: SqlFindings,
): void {
  const operator = lastText(name) ?? '';
  const at = { ...(location !== undefined && { location }) };
  if (likes.has(operator) && growth.mayGrow(rexpr)) refuse('the pattern of LIKE', at, findings);
  const isBetweenMany = manyToMany.has(operator) || (operator === '-' && subtracts());
  if (!isBetweenMany || growth.isShort(lexpr) || growth.isShort(rexpr)) return;
  if (growth.mayGrow(lexpr) || growth.mayGrow(rexpr)) {
    refuse(`one side of ${operator} between arrays or documents`, at, findings);
  }
}

/** `LIKE ANY (SELECT …)` matches as many patterns as there are rows, one of them of any length. */
function checkSublink(
  { operName, subselect, location }: SubLink,
  growth: Growth,
  findings: SqlFindings,
): void {
  if (!likes.has(lastText(operName) ?? '')) return;
  if (subselect === undefined || !('SelectStmt' in subselect)) return;
  const made = subselect.SelectStmt.targetList ?? [];
  const isGrown = made.some((node) => 'ResTarget' in node && growth.mayGrow(node.ResTarget.val));
  if (isGrown)
    refuse('the pattern of LIKE', { ...(location !== undefined && { location }) }, findings);
}

function checkCast({ arg, typeName, location }: TypeCast, growth: Growth, findings: SqlFindings) {
  if (lastText(typeName?.names) !== 'tsquery' || !growth.mayGrow(arg)) return;
  refuse('the text of a tsquery', { ...(location !== undefined && { location }) }, findings);
}

function refuse(
  what: string,
  { location }: { readonly location?: number },
  findings: SqlFindings,
): void {
  findings.add(
    {
      code: 'search_not_bounded',
      what: `${what} may be of any length`,
      fix: `Write a constant of up to ${longestConstant} characters, or a parameter.`,
    },
    location,
  );
}

/** Where both are made, `document - keys` looks for each key in each place; elsewhere `-` is between numbers or days. */
function makesKeysAndDocuments(select: SelectStmt): boolean {
  let [keys, documents] = [false, false];
  everyNode(select, (kind, node) => {
    if (kind === 'FuncCall') {
      keys ||= arrayMakers.has(nameOf(node));
      documents ||= nameOf(node).startsWith('jsonb_') || nameOf(node) === 'to_jsonb';
    }
    if (kind === 'SubLink') keys ||= node['subLinkType'] === 'ARRAY_SUBLINK';
    if (kind === 'TypeCast') {
      const { typeName }: TypeCast = node;
      keys ||= typeName?.arrayBounds !== undefined;
      documents ||= lastText(typeName?.names) === 'jsonb';
    }
  });
  return keys && documents;
}

const sets = new Set(['translate', 'btrim', 'ltrim', 'rtrim']);
const searches = new Set([
  ...['strpos', 'position', 'replace', 'split_part', 'string_to_array', 'string_to_table'],
]);
/** LIKE as functions, and what reads a format. */
const patterns = new Set([
  ...['like', 'ilike', 'notlike', 'to_char', 'to_date', 'to_timestamp', 'to_number'],
]);
const tsqueries = new Set([
  ...['to_tsquery', 'plainto_tsquery', 'phraseto_tsquery', 'websearch_to_tsquery'],
]);
const likes = new Set(['~~', '~~*', '!~~', '!~~*']);
const manyToMany = new Set(['@>', '<@', '&&', '?|', '?&']);
const arrayMakers = new Set(['array_agg', 'string_to_array', 'regexp_split_to_array']);
