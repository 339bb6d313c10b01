import type { JoinExpr, Node, SelectStmt } from 'libpg-query';
import { conjuncts } from '../select/conditions.js';
import { isSelect, wholeNumber } from '../select/nodes.js';
import { expressionText, readSelect } from '../select/text.js';
import { texts } from '../tree.js';

/**
 * What a statement does, in sentences made by rule from its tree: the reviewer compares them with the question, and need
 * not trust its own reading of the SQL. [] where it is no SELECT.
 */
export async function describeSql(sql: string): Promise<readonly string[]> {
  const select = await readSelect(sql);
  return select === undefined ? [] : await describeSelect(select, 'The result');
}

async function describeSelect(select: SelectStmt, name: string): Promise<readonly string[]> {
  const inner = await Promise.all(
    queriesOf(select).map(({ query, alias }) => describeSelect(query, alias)),
  );
  if (select.larg !== undefined && select.rarg !== undefined) {
    const arms = await Promise.all([
      describeSelect(select.larg, `${name}, first part`),
      describeSelect(select.rarg, `${name}, second part`),
    ]);
    const how = setWords[String(select.op)] ?? 'combines';
    return [
      ...inner.flat(),
      ...arms.flat(),
      `${name} ${how} both parts.`,
      ...(await ending(select, name)),
    ];
  }
  const outputs = await Promise.all((select.targetList ?? []).map(outputWords));
  const from = await Promise.all((select.fromClause ?? []).map(fromWords));
  const conditions = await written(conjuncts(select.whereClause));
  const keys = await written((select.groupClause ?? []).map((key) => keyMeant(key, select)));
  const having = await written(conjuncts(select.havingClause));
  return [
    ...inner.flat(),
    `${name} has ${outputs.join('; ')}${select.distinctClause === undefined ? '' : ', each row once'}.`,
    ...(from.length === 0 ? [] : [`${name} reads ${from.join(', and ')}.`]),
    ...(conditions.length === 0
      ? [`${name} keeps every row.`]
      : [`${name} keeps rows where ${conditions.join(' and ')}.`]),
    ...(keys.length === 0 ? [] : [`${name} has one row for each ${keys.join(' and ')}.`]),
    ...(having.length === 0 ? [] : [`${name} keeps groups where ${having.join(' and ')}.`]),
    ...(await ending(select, name)),
  ];
}

function keyMeant(key: Node, { targetList }: SelectStmt): Node {
  const place = wholeNumber(key);
  const target = place === undefined ? undefined : targetList?.[place - 1];
  return target !== undefined && 'ResTarget' in target ? (target.ResTarget.val ?? key) : key;
}

async function ending(select: SelectStmt, name: string): Promise<readonly string[]> {
  const order = await Promise.all(
    (select.sortClause ?? []).map(async (node) => {
      const sort = 'SortBy' in node ? node.SortBy : {};
      const [text = '…'] = await written(sort.node === undefined ? [] : [sort.node]);
      return `${text}, ${sort.sortby_dir === 'SORTBY_DESC' ? 'highest' : 'lowest'} first`;
    }),
  );
  const [limit] = await written(select.limitCount === undefined ? [] : [select.limitCount]);
  const [offset] = await written(select.limitOffset === undefined ? [] : [select.limitOffset]);
  return [
    ...(order.length === 0 ? [] : [`${name} is sorted by ${order.join(', then by ')}.`]),
    ...(limit === undefined
      ? []
      : [
          `${name} has at most ${limit} rows${offset === undefined ? '' : ` after the first ${offset}`}.`,
        ]),
  ];
}

async function outputWords(node: Node): Promise<string> {
  const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
  const [text = '*'] = await written(val === undefined ? [] : [val]);
  return name === undefined || name === text ? text : `${name} = ${text}`;
}

async function fromWords(item: Node): Promise<string> {
  if ('JoinExpr' in item) return await joinWords(item.JoinExpr);
  if ('RangeVar' in item) {
    const { schemaname, relname = '', alias } = item.RangeVar;
    const table = schemaname === undefined ? relname : `${schemaname}.${relname}`;
    return alias?.aliasname === undefined ? table : `${table} (as ${alias.aliasname})`;
  }
  if ('RangeSubselect' in item) return item.RangeSubselect.alias?.aliasname ?? 'a subquery';
  return 'rows of a function';
}

async function joinWords({ jointype, larg, rarg, quals, usingClause }: JoinExpr): Promise<string> {
  const [left, right] = [larg && (await fromWords(larg)), rarg && (await fromWords(rarg))];
  const on = await written(conjuncts(quals));
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

async function written(nodes: readonly Node[]): Promise<readonly string[]> {
  const all = await Promise.all(nodes.map(expressionText));
  return all.map((text) => text ?? '…');
}

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
