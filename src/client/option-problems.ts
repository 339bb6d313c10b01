import type { ApprovalRules } from '../domain/approval.js';
import type { RunBounds, RunLimits } from '../domain/question.js';
import type { AskOptions } from './run-input.js';

/**
 * What is wrong with the names and types of options, for callers without types: an option that nobody reads would be a
 * setting that silently does not hold, and one of another type would only be found out by the workflow.
 */
export function optionProblems(question: unknown, options: object): readonly string[] {
  return [
    ...(typeof question === 'string' ? [] : ['question: use a string']),
    ...problemsOf(options, known, ''),
  ];
}

/** A type, or the words that there are. */
type Kind = 'string' | 'number' | 'boolean' | readonly string[];
interface Known {
  readonly [name: string]: Kind | Known;
}

const bounds = {
  ...{ planRepairs: 'number', replans: 'number', answerRepairs: 'number', parallelSteps: 'number' },
  ...{ planMs: 'number', repairMs: 'number', interpretMs: 'number', recordMs: 'number' },
  ...{ reviewGraceMs: 'number', reviewAnswerMs: 'number' },
} as const satisfies Record<keyof RunBounds, Kind>;

const limits = {
  ...{ claudeCalls: 'number', tokens: 'number', usd: 'number', rows: 'number' },
} as const satisfies Record<keyof RunLimits, Kind>;

const approval = {
  ...{ aboveCost: 'number', waitMs: 'number', onSilence: ['reject', 'approve'] },
} as const satisfies Record<keyof Omit<ApprovalRules, 'always'>, Kind>;

const known: Known = {
  ...{ id: 'string', user: 'string', session: 'string', tenant: 'string' },
  ...{ asOf: 'string', timeZone: 'string', locale: 'string', timeoutMs: 'number' },
  ...{ background: 'boolean', critical: 'boolean', fresh: 'boolean', approve: 'boolean' },
  ...{ approval, onInconclusive: ['warn', 'ask', 'refuse'], bounds, limits },
  ...{ taskQueue: 'string', searchAttributes: 'boolean' },
} as const satisfies Record<keyof AskOptions, Kind | Known>;

function problemsOf(given: object, options: Known, within: string): string[] {
  return Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
    const kind = Object.hasOwn(options, name) ? options[name] : undefined;
    if (kind === undefined) {
      return [`${within}${name}: is no option; there are ${Object.keys(options).join(', ')}`];
    }
    const problem = problemOf(value, kind, `${within}${name}`);
    return typeof problem === 'string' ? [`${within}${name}: ${problem}`] : problem;
  });
}

/** One of this option itself, or those of the options within. */
function problemOf(value: unknown, kind: Kind | Known, name: string): string | readonly string[] {
  // Not given, also within: `givenOptions` leaves it out.
  if (value === undefined || value === null) return [];
  if (typeof kind === 'string') return typeof value === kind ? [] : `use a ${kind}`;
  if (isWords(kind)) return kind.some((word) => word === value) ? [] : `use ${kind.join(' or ')}`;
  return typeof value === 'object' ? problemsOf(value, kind, `${name}.`) : 'use an object';
}

function isWords(kind: readonly string[] | Known): kind is readonly string[] {
  return Array.isArray(kind);
}
