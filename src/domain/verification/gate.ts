import type { Warning } from '../answer.js';
import type { Finding, Verdict } from '../finding.js';
import { shownFinding } from '../shown-findings.js';
import type { Verification } from './verify-result.js';

/** The reviewer's word on intent. */
export interface Review {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** What the gate decides: refuted goes back to the planner, anything else on to the interpreter. */
export interface GateOutcome {
  readonly verdict: Verdict;
  /** Why it is refuted; empty otherwise. */
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
}

/** Joins the rules' findings with the review's word. Rules overrule the reviewer; null is a review that came too late. */
export function gate(
  { findings, warnings }: Pick<Verification, 'findings' | 'warnings'>,
  review: Review | null,
): GateOutcome {
  if (findings.length > 0) {
    const agreeing = review?.verdict === 'refuted' ? review.findings : [];
    return { verdict: 'refuted', findings: [...findings, ...agreeing], warnings };
  }
  if (review?.verdict === 'refuted') {
    return {
      verdict: 'refuted',
      findings: review.findings.length > 0 ? review.findings : [refutedWithoutReason],
      warnings,
    };
  }
  if (review?.verdict === 'confirmed') return { verdict: 'confirmed', findings: [], warnings };
  return {
    verdict: 'inconclusive',
    findings: [],
    warnings: [...warnings, review === null ? reviewLate : reviewUndecided(review.findings)],
  };
}

const refutedWithoutReason: Finding = {
  code: 'review_refuted',
  where: 'plan',
  what: 'The reviewer holds that the queries do not answer the question, and gives no reason.',
  fix: 'Compare measure, period, filters, grouping, order and limit with the question.',
};

const reviewLate: Warning = {
  code: 'review_inconclusive',
  message: 'The check of whether the queries answer the question could not be had.',
};

function reviewUndecided(findings: readonly Finding[]): Warning {
  const doubts = findings.map((finding) => shownFinding(finding).what).join(' ');
  return {
    code: 'review_inconclusive',
    message: `The check of whether the queries answer the question came to no result.${doubts === '' ? '' : ` ${doubts}`}`,
  };
}
