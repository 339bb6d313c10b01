import { randomUUID } from 'node:crypto';
import { isDay } from '../domain/day.js';
import { defaultApproval, type ApprovalRules } from '../domain/approval.js';
import {
  backgroundBounds,
  backgroundCalls,
  defaultBounds,
  defaultLimits,
  isRunId,
  isTenant,
  noTenant,
  reviewAnswerMs,
  type OnInconclusive,
  type RunBounds,
  type RunInput,
  type RunLimits,
} from '../domain/question.js';
import { givenOptions } from './given-options.js';
import { optionProblems } from './option-problems.js';

/** What a caller may say of a run. Everything has a default. */
export interface AskOptions {
  /** The run's identity: the same id again joins the run, or returns its recorded answer. A random one by default. */
  readonly id?: string;
  readonly user?: string;
  /** Its conversation: the run knows the turns before it of this session, tenant and user. */
  readonly session?: string;
  readonly tenant?: string;
  /** ISO day that "today" means; today in `timeZone` by default. */
  readonly asOf?: string;
  /** IANA name; UTC by default. */
  readonly timeZone?: string;
  /** BCP 47, for how figures are written; en-US by default. */
  readonly locale?: string;
  /** 60 s by default, 24 h in background. */
  readonly timeoutMs?: number;
  /** Waits durably rather than degrade; may run heavy steps. */
  readonly background?: boolean;
  /** Goes before other runs on a busy queue, and to a person where nothing else helps. */
  readonly critical?: boolean;
  /** Refuses cached results. */
  readonly fresh?: boolean;
  /** Every plan waits until it is approved; background runs only. */
  readonly approve?: boolean;
  /** When else a plan waits, how long, and what becomes of it where nobody answers. */
  readonly approval?: Partial<Omit<ApprovalRules, 'always'>>;
  /** What becomes of an answer that the review could not confirm; `warn` by default. */
  readonly onInconclusive?: OnInconclusive;
  readonly bounds?: Partial<RunBounds>;
  /** What the run may spend; 20 calls to Claude by default, 300 in background, and 0 for no limit. */
  readonly limits?: Partial<RunLimits>;
  readonly taskQueue?: string;
  /** Off for a server that does not know `SurefootStatus` and `SurefootTenant`. */
  readonly searchAttributes?: boolean;
}

/** Options that do not fit. The message names the option and says what it may be. */
export class InvalidQuestion extends Error {
  override readonly name = 'InvalidQuestion';
  /** Each with its option in front, such as `asOf: use a day such as 2026-09-30`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`${problems.join('; ')}.`, options);
    this.problems = problems;
  }
}

const interactiveMs = 60_000;
const backgroundMs = 24 * 60 * 60 * 1_000;
/** As long as Claude's replies are kept, which a run builds on. */
const maxBudgetMs = 7 * 24 * 60 * 60 * 1_000;
const maxQuestionChars = 4_000;

/** What the options ask for, with the default of every one that is left out. @throws InvalidQuestion */
export function runInput(text: string, asked: AskOptions = {}): RunInput {
  const problems = optionProblems(text, asked);
  if (problems.length > 0) throw new InvalidQuestion(problems);
  const options = givenOptions(asked);
  const timeZone = options.timeZone ?? 'UTC';
  const background = options.background ?? false;
  const budgetMs = options.timeoutMs ?? (background ? backgroundMs : interactiveMs);
  const input: RunInput = {
    runId: options.id ?? randomUUID(),
    question: {
      text: text.trim(),
      user: options.user ?? '',
      session: options.session ?? '',
      tenant: options.tenant ?? noTenant,
      asOf: options.asOf ?? today(timeZone),
      timeZone,
      locale: options.locale ?? 'en-US',
    },
    mode: background ? 'background' : 'interactive',
    critical: options.critical ?? false,
    fresh: options.fresh ?? false,
    budgetMs,
    bounds: {
      ...(background ? backgroundBounds(budgetMs) : defaultBounds),
      ...(options.critical === true && {
        reviewAnswerMs: reviewAnswerMs(budgetMs, background),
      }),
      ...options.bounds,
    },
    approval: { ...defaultApproval, ...options.approval, always: options.approve ?? false },
    onInconclusive: options.onInconclusive ?? 'warn',
    limits: {
      ...defaultLimits,
      ...(background && { claudeCalls: backgroundCalls }),
      ...options.limits,
    },
    searchAttributes: options.searchAttributes ?? true,
  };
  checkInput(input);
  return input;
}

function checkInput(input: RunInput): void {
  const { runId, question, budgetMs, bounds, limits, mode, approval } = input;
  const problems = [
    ...(question.text === '' ? ['the question is empty'] : []),
    ...(question.text.length > maxQuestionChars
      ? [`the question is longer than ${maxQuestionChars} characters`]
      : []),
    ...(isRunId(runId) ? [] : ['id: use 1 to 128 letters, digits, or . _ : -']),
    ...(isTenant(question.tenant) ? [] : ['tenant: use 1 to 64 letters, digits, or . _ -']),
    ...(isTimeZone(question.timeZone) ? [] : ['timeZone: use an IANA name such as Europe/Berlin']),
    ...dayProblems(question.asOf),
    ...(isLocale(question.locale) ? [] : ['locale: use a BCP 47 name such as en-US']),
    ...(approval.always && mode === 'interactive'
      ? ['approve: only a run in background can wait for it']
      : []),
    ...(approval.waitMs >= 0 ? [] : ['approval.waitMs: use a number of 0 or more']),
    ...Object.entries(bounds).flatMap(([name, bound]) => {
      const least = name === 'parallelSteps' ? 1 : 0;
      const isFit = Number.isSafeInteger(bound) && bound >= least;
      return isFit ? [] : [`bounds.${name}: use a whole number of ${least} or more`];
    }),
    ...(budgetMs >= 1_000 && budgetMs <= maxBudgetMs ? [] : ['timeout: use 1 s to 7 days']),
    ...Object.entries(limits).flatMap(([name, limit]) =>
      limit >= 0 && (name === 'usd' ? Number.isFinite(limit) : Number.isSafeInteger(limit))
        ? []
        : [`limits.${name}: use a whole number, dollars with cents, or 0 for no limit`],
    ),
  ];
  if (problems.length > 0) throw new InvalidQuestion(problems);
}

/** Years before have periods that neither ISO's four digits nor Postgres's calendar can hold. */
function dayProblems(asOf: string): string[] {
  if (!isDay(asOf)) return ['asOf: use a day such as 2026-09-30'];
  return asOf < '1000' ? ['asOf: use a day of the year 1000 or later, such as 2026-09-30'] : [];
}

function isLocale(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function today(given: string): string {
  const timeZone = isTimeZone(given) ? given : 'UTC';
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
}
