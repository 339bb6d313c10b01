import type { A_Expr, FuncCall, Node, SelectStmt } from 'libpg-query';
import type { SqlFindings } from './finding.js';
import { everyNode, texts } from './tree.js';

/**
 * Postgres does not ask whether it should stop while it looks for one text in another, or takes characters of one out of
 * another: no time limit and no cancel ends that, and it takes as long as the two lengths multiplied. So what is looked
 * for is short: a constant, a parameter, or made of the columns of the statement's only level, where nothing can have
 * grown. The same goes for arrays that the statement makes itself.
 */
export function checkSearches(select: SelectStmt, findings: SqlFindings): void {
  const isFlat = isOneLevel(select);
  const makesArrays = hasFunction(select, arrayMakers) || hasArraySublink(select);
  everyNode({ SelectStmt: select }, (kind, node) => {
    if (kind === 'FuncCall') checkCall(node, isFlat, findings);
    if (kind === 'A_Expr' && makesArrays) checkOperator(node, findings);
  });
}

function checkCall(call: FuncCall, isFlat: boolean, findings: SqlFindings): void {
  const name = nameOf(call);
  const needle = call.args?.[1];
  if (needle === undefined) return;
  if (sets.has(name) && !isShort(needle)) refuse(`the characters of ${name}`, call, findings);
  else if (
    searches.has(name) &&
    !isShort(needle) &&
    !(isFlat && !isLong(needle) && !grows(needle))
  ) {
    refuse(`what ${name} looks for`, call, findings);
  }
}

function checkOperator({ name, lexpr, rexpr, location }: A_Expr, findings: SqlFindings): void {
  if (!arrayOperators.has(texts(name).at(-1) ?? '') || isShort(lexpr) || isShort(rexpr)) return;
  refuse(
    'one side of an operator between arrays',
    { ...(location !== undefined && { location }) },
    findings,
  );
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
      fix: `Write a constant of up to ${longest} characters, or a parameter.`,
    },
    location,
  );
}

/** A constant or a parameter, also cast, or an array of such. */
function isShort(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('ParamRef' in node) return true;
  if ('A_Const' in node) return !isLong(node);
  if ('TypeCast' in node) return isShort(node.TypeCast.arg);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isShort);
  return false;
}

function isLong(node: Node): boolean {
  return 'A_Const' in node && (node.A_Const.sval?.sval ?? '').length > longest;
}

/** No query in FROM, WITH or a set operation: its columns are those of tables. */
function isOneLevel(select: SelectStmt): boolean {
  let levels = 0;
  everyNode(select, (kind) => {
    if (kind === 'SelectStmt' || kind === 'RangeFunction') levels += 1;
  });
  return levels === 0 && select.larg === undefined;
}

function grows(node: Node): boolean {
  return hasFunction(node, new Set([...arrayMakers, ...textMakers]));
}

function hasFunction(value: unknown, names: ReadonlySet<string>): boolean {
  let has = false;
  everyNode(value, (kind, node) => {
    if (kind === 'FuncCall' && names.has(nameOf(node))) has = true;
  });
  return has;
}

function nameOf({ funcname }: FuncCall): string {
  return texts(funcname).at(-1) ?? '';
}

function hasArraySublink(value: unknown): boolean {
  let has = false;
  everyNode(value, (kind, node) => {
    if (kind === 'SubLink' && node['subLinkType'] === 'ARRAY_SUBLINK') has = true;
  });
  return has;
}

const longest = 1_000;
const sets = new Set(['translate', 'btrim', 'ltrim', 'rtrim']);
const searches = new Set([
  'strpos',
  'position',
  'replace',
  'split_part',
  'string_to_array',
  'string_to_table',
]);
const arrayOperators = new Set(['@>', '<@', '&&']);
const arrayMakers = new Set(['array_agg', 'string_to_array', 'regexp_split_to_array', 'array_cat']);
const textMakers = new Set([
  ...[
    'string_agg',
    'array_to_string',
    'json_agg',
    'jsonb_agg',
    'json_object_agg',
    'jsonb_object_agg',
  ],
  ...['replace', 'regexp_replace', 'concat', 'row_to_json', 'to_json', 'to_jsonb'],
]);
