import type { Node, ParseResult, SelectStmt } from 'libpg-query';
import type { QueryFacts } from '../domain/plan.js';
import type { Catalog } from '../ports.js';
import { checkNames, type Outputs } from './check-names.js';
import { checkNodes } from './check-nodes.js';
import { checkSearches } from './check-searches.js';
import { checkSize } from './check-size.js';
import { checkCopies } from './copies/check-copies.js';
import { factsOf } from './facts.js';
import { faithful } from './faithful.js';
import { SqlFindings, type SqlFinding } from './finding.js';
import { checkMaskedOutputs, maskedPlaces, withMasks } from './masked-outputs.js';
import { withOwnFunctions } from './own-functions.js';
import { parseSql, rememberParsed, tooDeep } from './parse.js';
import { everyNode, isObject } from './tree.js';

export type Guarded =
  | {
      readonly accepted: true;
      /** The checked tree as text again: the only form that is ever sent to the warehouse. */
      readonly sql: string;
      readonly facts: QueryFacts;
    }
  | { readonly accepted: false; readonly findings: readonly SqlFinding[] };

export interface GuardOptions {
  readonly catalog?: Catalog;
  readonly paramCount: number;
  /** Output columns without a name, or with the same, are harmless and may pass; a plan's may not. */
  readonly anyOutput?: boolean;
}

/**
 * Lets one harmless SELECT through: every node, function, type and operator is on a list, every name is in the catalog
 * (where one is given), parameters are $1 … $n and every output column has a name of its own. Says all that is wrong at
 * once. Connects to nothing.
 */
export async function guard(sql: string, options: GuardOptions): Promise<Guarded> {
  const parsed = await parseSql(sql);
  if (parsed.tree === null) return refused([parsed.finding]);
  try {
    return checked(sql, parsed.tree, options);
  } catch (error) {
    if (error instanceof RangeError) return refused([tooDeep]);
    throw error;
  }
}

function checked(
  sql: string,
  tree: ParseResult,
  { catalog, paramCount, anyOutput = false }: GuardOptions,
): Guarded {
  const [first, ...more] = tree.stmts ?? [];
  if (first?.stmt === undefined || more.length > 0 || !isSelect(first.stmt)) {
    return refused([onlyOneSelect(first?.stmt, more.length)]);
  }
  const select = first.stmt.SelectStmt;
  const findings = new SqlFindings(sql);
  if (!checkSize(first.stmt, findings)) return refused(findings.list);
  const places = maskedPlaces(select);
  checkNodes(first.stmt, { findings, types: catalog?.types ?? [] });
  // Inside what is not allowed, shapes are unknown, and names would only add noise.
  if (!findings.list.some(({ code }) => code === 'not_allowed' || code === tooDeep.code)) {
    const outputs = checkNames(select, { catalog, findings, places });
    if (!anyOutput) checkOutputs(outputs, findings);
    checkMaskedOutputs(select, places, findings);
    checkSearches(select, findings);
    checkCopies(select, findings);
  }
  checkParameters(select, paramCount, findings);
  if (findings.list.length > 0) return refused(findings.list);

  // Without its length, which the parser notes for a statement that ends in a semicolon.
  const sent = withOwnFunctions(withMasks(select, places), catalog?.shadowed);
  const written = faithful({ ...tree, stmts: [{ stmt: { SelectStmt: sent } }] });
  if (written === undefined) return refused([cannotBeWritten]);
  // Lints, reviewer and warehouse read it next.
  rememberParsed(written.text, { tree: written.tree });
  return { accepted: true, sql: written.text, facts: factsOf(sent) };
}

function checkParameters(select: SelectStmt, paramCount: number, findings: SqlFindings): void {
  const used = new Set<number>();
  everyNode(select, (kind, node) => {
    if (kind !== 'ParamRef') return;
    const number = typeof node['number'] === 'number' ? node['number'] : 0;
    used.add(number);
    if (number < 1 || number > paramCount) {
      findings.add(
        {
          code: 'unknown_parameter',
          what: `the SQL uses $${number}, and params has ${paramCount}`,
          fix: 'Declare each parameter once, in order: params[0] is $1.',
        },
        typeof node['location'] === 'number' ? node['location'] : undefined,
      );
    }
  });
  for (let number = 1; number <= paramCount; number++) {
    if (used.has(number)) continue;
    findings.add({
      code: 'unused_parameter',
      what: `params declares $${number}, and the SQL does not use it`,
      fix: `Use $${number} in the SQL or leave it out of params.`,
    });
  }
}

/** Rows are arrays in column order, read by name: each column needs a name, and no two the same. */
function checkOutputs(outputs: Outputs, findings: SqlFindings): void {
  if (outputs?.length === 0) {
    findings.add({
      layer: 'output',
      code: 'no_columns',
      what: 'the SELECT returns no column',
      fix: 'Select at least one.',
    });
  }
  const seen = new Set<string>();
  for (const [i, name] of (outputs ?? []).entries()) {
    if (name === undefined || name === '?column?') {
      findings.add({
        layer: 'output',
        code: 'unnamed_column',
        what: `output column ${i + 1} has no name`,
        fix: 'Name it with AS.',
      });
    } else if (seen.has(name)) {
      findings.add({
        layer: 'output',
        code: 'duplicate_column',
        what: `two output columns are called ${name}`,
        fix: 'Name each with AS, no two alike.',
      });
    } else seen.add(name);
  }
}

function onlyOneSelect(statement: Node | undefined, more: number): SqlFinding {
  const kind = isObject(statement) ? Object.keys(statement)[0] : undefined;
  return {
    ...whole,
    code: 'not_one_select',
    what:
      more > 0
        ? 'the SQL is more than one statement'
        : `the SQL is not a SELECT${kind === undefined ? '' : ` but ${kind}`}`,
    fix: 'Write exactly one SELECT.',
  };
}

function isSelect(node: Node): node is { SelectStmt: SelectStmt } {
  return 'SelectStmt' in node;
}

function refused(findings: readonly SqlFinding[]): Guarded {
  return { accepted: false, findings };
}

const whole = { layer: 'tree', place: null } as const;

const cannotBeWritten: SqlFinding = {
  ...whole,
  code: 'not_supported',
  what: 'the SQL cannot be written back from its tree without a change of meaning, or is too long when it is',
  fix: 'Write it in a plainer way.',
};
