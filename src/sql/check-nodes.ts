import type {
  A_Expr,
  FuncCall,
  Node,
  RangeTableSample,
  SelectStmt,
  SubLink,
  TypeName,
} from 'libpg-query';
import {
  allowedFunctions,
  allowedOperators,
  allowedTypes,
  allowedValueFunctions,
  otherDialects,
} from './allowed-names.js';
import { allowedNodes, inlineNodes, refusedWords } from './allowed-nodes.js';
import type { SqlFindings } from './finding.js';
import { tooDeep } from './parse.js';
import { listed, nearest } from './suggest.js';
import { tableName as typeName } from './table-names.js';
import { isObject, opened, texts, type Json } from './tree.js';

/**
 * Holds every node, field, function, type and operator of the statement against the lists of what is harmless. Knows
 * nothing of tables: names are checked elsewhere.
 */
export function checkNodes(statement: unknown, held: Held): void {
  checkWrapped(statement, held, 0);
}

/** What stays the same for a whole statement. */
interface Held {
  readonly findings: SqlFindings;
  /** Those of people's own that a value may be cast to. */
  readonly types: readonly { readonly schema: string; readonly name: string }[];
}

function checkWrapped(node: unknown, held: Held, depth: number): void {
  const open = opened(node);
  if (open !== undefined) checkNode(...open, held, depth);
}

function checkNode(kind: string, node: Json, held: Held, depth: number): void {
  const { findings } = held;
  if (depth > deepest) {
    findings.add(tooDeep);
    return;
  }
  const fields = allowedNodes.get(kind);
  if (fields === undefined) {
    refuse(kind, findings, placeOf(node));
    return;
  }
  checks[kind]?.(node, findings, held);
  for (const field in node) {
    if (!fields.has(field)) {
      refuse(field, findings, placeOf(node));
      continue;
    }
    const value = node[field];
    if (Array.isArray(value)) {
      for (const item of value) checkWrapped(item, held, depth + 1);
    } else if (isObject(value)) {
      const inline = inlineNodes.get(`${kind}.${field}`);
      if (inline === undefined) checkWrapped(value, held, depth + 1);
      else checkNode(inline, value, held, depth + 1);
    }
  }
}

function refuse(what: string, findings: SqlFindings, location: number | undefined): void {
  findings.add(
    {
      code: 'not_allowed',
      what: refusedWords.get(what) ?? `${what} is not allowed`,
      fix: 'Write one plain SELECT that only reads.',
    },
    location,
  );
}

const checks: Readonly<Record<string, (node: Json, findings: SqlFindings, held: Held) => void>> = {
  FuncCall: checkFunction,
  TypeName: checkType,
  A_Expr: ({ name, location }: A_Expr, findings) => checkOperator(texts(name), location, findings),
  SubLink: ({ operName, location }: SubLink, findings) => {
    if (operName !== undefined) checkOperator(texts(operName), location, findings);
  },
  RangeTableSample: checkSample,
  // The deparser leaves it out.
  SelectStmt({ limitOption }: SelectStmt, findings) {
    if (limitOption !== 'LIMIT_OPTION_WITH_TIES') return;
    findings.add({
      code: 'not_supported',
      what: 'FETCH … WITH TIES is not supported',
      fix: 'Compute rank() over (order by …) in a subquery, and keep its rows where the rank is at most n.',
    });
  },
  SQLValueFunction(node, findings) {
    const name = String(node['op']);
    if (!allowedValueFunctions.has(name)) {
      refuse(name.replace('SVFOP_', ''), findings, placeOf(node));
    }
  },
  // (expression).name may be a call of the function `name`: functional notation. Subscripts are harmless.
  A_Indirection(node, findings) {
    const parts = Array.isArray(node['indirection']) ? node['indirection'] : [];
    if (parts.some((part) => opened(part)?.[0] !== 'A_Indices')) {
      refuse('(expression).field', findings, placeOf(node));
    }
  },
  RangeVar(node, findings) {
    if (node['relpersistence'] !== 'p') refuse('a temporary table', findings, placeOf(node));
  },
  CollateClause(node, findings) {
    if (Array.isArray(node['collname']) && node['collname'].length > 1) {
      refuse('a qualified collation', findings, placeOf(node));
    }
  },
};

function checkFunction(call: FuncCall, findings: SqlFindings): void {
  const parts = texts(call.funcname);
  const name = parts.at(-1) ?? '';
  if (isOurs(parts) && allowedFunctions.has(name)) {
    if (name === 'lpad' || name === 'rpad') checkPadding(call, name, findings);
    return;
  }
  if (findings.isFull) return;
  const replacement = otherDialects.get(name.toLowerCase());
  const near = nearest(name, allowedFunctions);
  findings.add(
    {
      code: 'function_not_allowed',
      what: `the function ${parts.join('.')} is not one of those that may be called`,
      fix: replacement
        ? `Use ${replacement}.`
        : near.length > 0
          ? `Use ${near.join(' or ')}.`
          : 'Do without it.',
    },
    call.location,
  );
}

/** A width from the data, or a huge one, would make a cell of any size. */
function checkPadding({ args, location }: FuncCall, name: string, findings: SqlFindings): void {
  const width = args?.[1];
  const constant = width !== undefined && 'A_Const' in width ? width.A_Const.ival : undefined;
  if (constant !== undefined && (constant.ival ?? 0) <= widestPadding) return;
  findings.add(
    {
      code: 'function_not_allowed',
      what: `${name} needs a constant width`,
      fix: `Write a number up to ${widestPadding} as its second argument.`,
    },
    location,
  );
}

function checkType(
  { names, typmods, location, setof, pct_type: ofColumn }: TypeName,
  findings: SqlFindings,
  { types }: Held,
) {
  const parts = texts(names);
  const [name = '', schema = 'public', ...more] = parts.toReversed();
  const isTheirs =
    more.length === 0 && types.some((type) => type.name === name && type.schema === schema);
  const isAllowed = isTheirs || (isOurs(parts) && allowedTypes.has(name));
  if (isAllowed && !setof && !ofColumn) {
    if (padded.has(name)) checkLength(name, typmods, location, findings);
    return;
  }
  findings.add(
    {
      code: 'type_not_allowed',
      what: `the type ${parts.join('.')} is not one of those that may be cast to`,
      fix: `Use a plain type such as text, numeric, bigint, date or timestamptz${types.length > 0 ? `, or one of ${listed(types.map(typeName))}` : ''}.`,
    },
    location,
  );
}

/** `'a'::char(10485760)` has 10 MB, and two thousand of them in an array fill any memory. */
function checkLength(
  name: string,
  [length]: readonly Node[] = [],
  location: number | undefined,
  findings: SqlFindings,
): void {
  const constant = length !== undefined && 'A_Const' in length ? length.A_Const.ival : undefined;
  if (length === undefined || (constant?.ival ?? Infinity) <= widestPadding) return;
  findings.add(
    {
      code: 'type_not_allowed',
      what: `${name === 'bpchar' ? 'char' : name}(n) fills each value up to n, and ${widestPadding} is the most`,
      fix: 'Cast to text.',
    },
    location,
  );
}

function checkOperator(
  parts: readonly string[],
  location: number | undefined,
  findings: SqlFindings,
): void {
  const name = (parts.at(-1) ?? '').replace(/^NOT /, '').replace(/ SYMMETRIC$/, '');
  if (isOurs(parts) && allowedOperators.has(name)) return;
  findings.add(
    {
      code: 'operator_not_allowed',
      what: `the operator ${parts.join('.')} is not one of those that may be used`,
      fix: "Use one of Postgres's own operators, without a schema.",
    },
    location,
  );
}

function checkSample({ method, location }: RangeTableSample, findings: SqlFindings): void {
  const parts = texts(method);
  if (parts.length === 1 && ['bernoulli', 'system'].includes(parts[0] ?? '')) return;
  refuse(`TABLESAMPLE ${parts.join('.')}`, findings, location);
}

function isOurs(parts: readonly string[]): boolean {
  return parts.length === 1 || (parts.length === 2 && parts[0] === 'pg_catalog');
}

function placeOf(node: Json): number | undefined {
  return typeof node['location'] === 'number' ? node['location'] : undefined;
}

const deepest = 400;
const widestPadding = 1_000;
const padded = new Set(['bpchar', 'bit']);
