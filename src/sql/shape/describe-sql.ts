import type { JoinExpr, Node, SelectStmt } from 'libpg-query';
import { conjuncts } from '../select/conditions.js';
import { isSelect, wholeNumber } from '../select/nodes.js';
import { expressionTexts, readSelect } from '../select/text.js';
import { texts } from '../tree.js';

/**
 * What a statement does, in sentences made by rule from its tree: the reviewer compares them with the question, and need
 * not trust its own reading of the SQL. [] where it is no SELECT.
 */
export async function describeSql(sql: string): Promise<readonly string[]> {
  const select = await readSelect(sql);
  if (select === undefined) return [];
  // Once to learn which expressions there are, so that they are written together.
  const expressions = new Set<Node>();
  describeSelect(select, '', (node) => {
    expressions.add(node);
    return unwritten;
  });
  const all = [...expressions];
  const written = await expressionTexts(all);
  const texts = new Map(all.map((node, i) => [node, written[i] ?? unwritten]));
  return describeSelect(select, 'The result', (node) => texts.get(node) ?? unwritten);
}

/** An expression as people read it. */
type Write = (expression: Node) => string;

function describeSelect(select: SelectStmt, name: string, write: Write): readonly string[] {
  const inner = queriesOf(select).flatMap(({ query, alias }) =>
    describeSelect(query, alias, write),
  );
  if (select.larg !== undefined && select.rarg !== undefined) {
    const how = setWords[String(select.op)] ?? 'combines';
    return [
      ...inner,
      ...describeSelect(select.larg, `${name}, first part`, write),
      ...describeSelect(select.rarg, `${name}, second part`, write),
      `${name} ${how} both parts.`,
      ...ending(select, name, write),
    ];
  }
  const outputs = (select.targetList ?? []).map((node) => outputWords(node, write));
  const from = (select.fromClause ?? []).map((item) => fromWords(item, write));
  const conditions = conjuncts(select.whereClause).map(write);
  const keys = (select.groupClause ?? []).map((key) => write(keyMeant(key, select)));
  const having = conjuncts(select.havingClause).map(write);
  return [
    ...inner,
    `${name} has ${outputs.join('; ')}${select.distinctClause === undefined ? '' : ', each row once'}.`,
    ...(from.length === 0 ? [] : [`${name} reads ${from.join(', and ')}.`]),
    ...(conditions.length === 0
      ? [`${name} keeps every row.`]
      : [`${name} keeps rows where ${conditions.join(' and ')}.`]),
    ...(keys.length === 0 ? [] : [`${name} has one row for each ${keys.join(' and ')}.`]),
    ...(having.length === 0 ? [] : [`${name} keeps groups where ${having.join(' and ')}.`]),
    ...ending(select, name, write),
  ];
}

function keyMeant(key: Node, { targetList }: SelectStmt): Node {
  const place = wholeNumber(key);
  const target = place === undefined ? undefined : targetList?.[place - 1];
  return target !== undefined && 'ResTarget' in target ? (target.ResTarget.val ?? key) : key;
}

function ending(select: SelectStmt, name: string, write: Write): readonly string[] {
  const order = (select.sortClause ?? []).map((node) => {
    const sort = 'SortBy' in node ? node.SortBy : {};
    const text = sort.node === undefined ? unwritten : write(sort.node);
    return `${text}, ${sort.sortby_dir === 'SORTBY_DESC' ? 'highest' : 'lowest'} first`;
  });
  const limit = select.limitCount && write(select.limitCount);
  const offset = select.limitOffset && write(select.limitOffset);
  return [
    ...(order.length === 0 ? [] : [`${name} is sorted by ${order.join(', then by ')}.`]),
    ...(limit === undefined
      ? []
      : [
          `${name} has at most ${limit} rows${offset === undefined ? '' : ` after the first ${offset}`}.`,
        ]),
  ];
}

function outputWords(node: Node, write: Write): string {
  const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
  const text = val === undefined ? '*' : write(val);
  return name === undefined || name === text ? text : `${name} = ${text}`;
}

function fromWords(item: Node, write: Write): string {
  if ('JoinExpr' in item) return joinWords(item.JoinExpr, write);
  if ('RangeVar' in item) {
    const { schemaname, relname = '', alias } = item.RangeVar;
    const table = schemaname === undefined ? relname : `${schemaname}.${relname}`;
    return alias?.aliasname === undefined ? table : `${table} (as ${alias.aliasname})`;
  }
  if ('RangeSubselect' in item) return item.RangeSubselect.alias?.aliasname ?? 'a subquery';
  return 'rows of a function';
}

function joinWords({ jointype, larg, rarg, quals, usingClause }: JoinExpr, write: Write): string {
  const [left, right] = [larg && fromWords(larg, write), rarg && fromWords(rarg, write)];
  const on = conjuncts(quals).map(write);
  const using = texts(usingClause).map((column) => `the same ${column}`);
  const conditions = [...on, ...using].join(' and ') || 'every combination';
  return `${left ?? ''} ${joinKinds[String(jointype)] ?? 'with'} ${right ?? ''} on ${conditions}`;
}

/** The queries that stand in WITH and FROM. */
function queriesOf({ withClause, fromClause }: SelectStmt) {
  const found: { readonly query: SelectStmt; readonly alias: string }[] = [];
  for (const node of withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in node) || !isSelect(node.CommonTableExpr.ctequery)) continue;
    const { ctequery, ctename = '' } = node.CommonTableExpr;
    found.push({ query: ctequery.SelectStmt, alias: ctename });
  }
  const look = (item: Node | undefined): void => {
    if (item === undefined) return;
    if ('JoinExpr' in item) [item.JoinExpr.larg, item.JoinExpr.rarg].forEach(look);
    if (!('RangeSubselect' in item) || !isSelect(item.RangeSubselect.subquery)) return;
    const { subquery, alias } = item.RangeSubselect;
    found.push({ query: subquery.SelectStmt, alias: alias?.aliasname ?? 'a subquery' });
  };
  (fromClause ?? []).forEach(look);
  return found;
}

const unwritten = '…';

const joinKinds: Readonly<Record<string, string>> = {
  JOIN_INNER: 'with matching rows of',
  JOIN_LEFT: 'with, where there are any, rows of',
  JOIN_RIGHT: 'where there are any, for all rows of',
  JOIN_FULL: 'and, matched where possible, all rows of',
};

const setWords: Readonly<Record<string, string>> = {
  SETOP_UNION: 'has the rows of',
  SETOP_INTERSECT: 'has only rows that are in',
  SETOP_EXCEPT: 'has the rows of the first that are not in the second, of',
};
