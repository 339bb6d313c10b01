import { createHash, randomUUID } from 'node:crypto';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';
import type { WorkflowStartOptions } from '@temporalio/client';
import { isDay } from '../domain/day.js';
import { defaultApproval, type ApprovalRules } from '../domain/approval.js';
import {
  backgroundCalls,
  defaultBounds,
  defaultLimits,
  isTenant,
  noTenant,
  searchAttributes,
  workflowIdOf,
  type OnInconclusive,
  type RunBounds,
  type RunInput,
  type RunLimits,
} from '../domain/question.js';
import { withoutFormulas } from '../domain/without-formulas.js';
import type { answerQuestion } from '../workflows/answer-question.js';

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

/**
 * In background there is time: Claude may take minutes, and a repair as long as a first plan. A short budget is shared
 * as an interactive one is, so that the end of the run never takes all of it.
 */
function backgroundBounds(budgetMs: number): RunBounds {
  const share = (part: number, mostMs: number) => Math.min(Math.floor(part * budgetMs), mostMs);
  return {
    ...defaultBounds,
    planMs: share(0.4, 10 * 60_000),
    repairMs: share(0.4, 10 * 60_000),
    interpretMs: share(0.15, 10 * 60_000),
    recordMs: share(0.05, 60_000),
    reviewGraceMs: share(0.03, 60_000),
  };
}

/** The review of a critical run's text gets a tenth at most, so that it never takes the run's time from its steps. */
function reviewAnswerMs(budgetMs: number, background: boolean): number {
  return Math.min(Math.floor(0.1 * budgetMs), background ? 60_000 : 6_000);
}

/**
 * Everything `client.workflow.start` needs, for a service that has a Temporal client of its own:
 * `client.workflow.start('answerQuestion', startOptions('…'))`. @throws InvalidQuestion
 */
export function startOptions(
  question: string,
  options: AskOptions = {},
): WorkflowStartOptions<typeof answerQuestion> & { workflowId: string; args: [RunInput] } {
  const input = runInput(question, options);
  const { tenant } = input.question;
  return {
    taskQueue: options.taskQueue ?? 'surefoot',
    workflowId: workflowIdOf({ tenant, runId: input.runId }),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    // A dead worker's workflow task is missed this soon.
    workflowTaskTimeout: '4s',
    workflowExecutionTimeout: input.budgetMs + 60_000,
    args: [input],
    memo: { [questionMemo]: questionIdentity(input) },
    staticSummary: shortened(input.question.text, 120),
    staticDetails: details(input),
    ...(input.critical && { priority: { priorityKey: 1 } }),
    ...(input.searchAttributes && {
      typedSearchAttributes: new TypedSearchAttributes([
        { key: keyword(searchAttributes.status), value: 'running' },
        { key: keyword(searchAttributes.tenant), value: tenant },
      ]),
    }),
  };
}

/** Under this name the run's memo tells whether the same id was used for another question. */
export const questionMemo = 'surefootQuestion';

/** What a run's memo keeps: its question in short, and how long it may take. */
export interface QuestionIdentity {
  readonly digest: string;
  readonly asOf: string;
  readonly budgetMs: number;
}

export function questionIdentity({
  question: { text, asOf },
  budgetMs,
}: RunInput): QuestionIdentity {
  return { digest: createHash('sha256').update(text).digest('hex').slice(0, 32), asOf, budgetMs };
}

export function runInput(text: string, options: AskOptions = {}): RunInput {
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

function checkInput({ runId, question, budgetMs, limits, mode, approval }: RunInput): void {
  const problems = [
    ...(question.text === '' ? ['the question is empty'] : []),
    ...(question.text.length > maxQuestionChars
      ? [`the question is longer than ${maxQuestionChars} characters`]
      : []),
    ...(/^[\w.:-]{1,128}$/.test(runId) ? [] : ['id: use 1 to 128 letters, digits, or . _ : -']),
    ...(isTenant(question.tenant) ? [] : ['tenant: use 1 to 64 letters, digits, or . _ -']),
    ...(isTimeZone(question.timeZone) ? [] : ['timeZone: use an IANA name such as Europe/Berlin']),
    ...(isDay(question.asOf) ? [] : ['asOf: use a day such as 2026-09-30']),
    ...(isLocale(question.locale) ? [] : ['locale: use a BCP 47 name such as en-US']),
    ...(approval.always && mode === 'interactive'
      ? ['approve: only a run in background can wait for it']
      : []),
    ...(budgetMs >= 1_000 && budgetMs <= maxBudgetMs ? [] : ['timeout: use 1 s to 7 days']),
    ...Object.entries(limits).flatMap(([name, limit]) =>
      limit >= 0 && (name === 'usd' ? Number.isFinite(limit) : Number.isSafeInteger(limit))
        ? []
        : [`limits.${name}: use a whole number, dollars with cents, or 0 for no limit`],
    ),
  ];
  if (problems.length > 0) throw new InvalidQuestion(problems);
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

function details({ question, mode }: RunInput): string {
  const { text, asOf, timeZone, user } = question;
  const rows = [
    `As of ${asOf} (${timeZone}), ${mode}`,
    ...(user === '' ? [] : [`Asked by ${user}`]),
  ];
  const quoted = text.replaceAll('<', '&lt;').replaceAll(/\s*\n\s*/g, '\n> ');
  return withoutFormulas(`> ${quoted}\n\n${rows.join('  \n')}`);
}

/** Temporal takes summaries of at most 200 bytes. */
function shortened(text: string, chars: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const bytes = Buffer.from(line.slice(0, chars));
  const cut = bytes
    .subarray(0, 190)
    .toString()
    .replace(/\uFFFD$/, '');
  return cut === line ? line : `${cut}…`;
}

function keyword(name: string) {
  return defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
}
