import type { Warning } from '../answer.js';
import type { Check, Finding } from '../finding.js';
import { isLook, isSample } from '../figures/sampled.js';
import { isQueryInput, type CompiledStep, type Expectation, type QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { checkExpectation } from './check-expectation.js';
import { checkLeadingNull } from './check-leading-null.js';
import { checkRange } from './check-range.js';
import { checkData, checkSanity } from './check-sanity.js';
import { checkSeries } from './check-series.js';

/** The part of a step that its result is held against. */
export type VerifiableStep = Pick<CompiledStep, 'id' | 'tool' | 'input' | 'expect' | 'facts'>;

/** What was checked, what refutes the result, and what the user should know. */
export interface Verification {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
}

/** One rule applied: `problem` is null where it holds. */
export interface Outcome {
  readonly name: string;
  readonly problem: {
    readonly code: string;
    readonly what: string;
    readonly fix: string;
    /** A finding sends the plan back; a warning goes into the answer. */
    readonly refutes: boolean;
  } | null;
}

/**
 * Holds a result against its step's expectations and, where it is a query's, against what the declaration implies.
 * `asOf` is the question's own day, ISO: what comes after it cannot be missing.
 */
export function verifyResult(step: VerifiableStep, result: ResultSet, asOf: string): Verification {
  const query = isQueryInput(step.input) ? step.input : null;
  // The first rows are not what the step was to return, so there is nothing to hold them to.
  if (isLook(result)) return report(step.id, query === null ? [] : [checkData(query, result)]);
  return report(step.id, [
    ...checkExpectation(ofSample(step.expect, result), result),
    ...(query === null ? [] : checkQuery(step, query, result, asOf)),
  ]);
}

/** Of a lesser result: it cannot look as planned, and another plan would not bring a better one. */
export function withoutRefuting({ checks, findings, warnings }: Verification): Verification {
  const unmet = findings.map(({ code, where, what }) => ({
    code,
    message: `${where.charAt(0).toUpperCase()}${where.slice(1)}: ${what}`,
  }));
  return { checks, findings: [], warnings: [...warnings, ...unmet] };
}

function checkQuery(
  step: VerifiableStep,
  query: QueryInput,
  result: ResultSet,
  asOf: string,
): Outcome[] {
  return [
    ...checkSanity(query, step.facts, result),
    ...checkRange(query, result),
    ...checkLeadingNull(query, result),
    // What a sample misses, its note says.
    ...(isSample(result) ? [] : checkSeries(query, result, asOf)),
  ];
}

/** Groups and figures that too few pages speak for are left out of a sample: that refutes nothing. */
function ofSample(expect: Expectation, { intervals }: ResultSet): Expectation {
  if (intervals === undefined) return expect;
  const estimated = new Set(intervals.map(({ column }) => column));
  return {
    ...expect,
    minRows: 0,
    notNull: expect.notNull.filter((column) => !estimated.has(column)),
  };
}

/** What outcomes say, with the step's name. */
export function report(step: string, outcomes: readonly Outcome[]): Verification {
  const problems = outcomes.flatMap(({ problem }) => problem ?? []);
  return {
    checks: outcomes.map(({ name, problem }) => ({
      name: `${step}: ${name}`,
      passed: problem === null,
      detail: problem?.what ?? '',
    })),
    findings: problems
      .filter(({ refutes }) => refutes)
      .map(({ code, what, fix }) => ({ code, where: `step ${step}`, what, fix })),
    warnings: problems
      .filter(({ refutes }) => !refutes)
      .map(({ code, what }) => ({ code, message: `Step ${step}: ${what}` })),
  };
}
