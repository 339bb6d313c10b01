import type { Facts } from './facts.js';
import type { Period, Query, Report, ReportKind, Section, Sentence } from './report.js';
import type { FactRows } from './rows.js';
import { answersSection, asked } from './sections/answers.js';
import { costPerAnswer, costsSection } from './sections/costs.js';
import { breakersSection, fallbacksSection } from './sections/fallbacks.js';
import { feedbackSection } from './sections/feedback.js';
import { findingsSection } from './sections/findings.js';
import { modelsSection } from './sections/models.js';
import { replaysSection, type Replays } from './sections/replays.js';
import { retriesSection } from './sections/retries.js';
import { slowSection, type SlowPlan } from './sections/slow.js';
import { timeoutsSection } from './sections/timeouts.js';
import { firstTries, latencySection, slowerOrFaster, toolsSection } from './sections/tools.js';
import { uncaughtSection } from './sections/uncaught.js';
import { listed } from './words.js';

type Of<Name extends keyof FactRows> = Facts<FactRows[Name]>;

export interface WeekFacts {
  readonly runs: Of<'runs'>;
  readonly days: Of<'days'>;
  readonly tools: Of<'tools'>;
  readonly timeouts: Of<'timeouts'>;
  readonly traits: Of<'timeout_traits'>;
  readonly periods: Of<'timeout_periods'>;
  readonly retries: Of<'retries'>;
  readonly rungs: Of<'rungs'>;
  readonly breakers: Of<'breakers'>;
  readonly findings: Of<'findings'>;
  readonly costs: Of<'costs'>;
}

/** Besides those of a week. */
export interface MonthFacts {
  readonly slow: Of<'slow'>;
  /** One for each row of `slow`. */
  readonly plans: readonly SlowPlan[];
  readonly uncaught: Of<'uncaught'>;
  readonly feedback: Of<'feedback'>;
}

/** Besides those of a month. */
export interface QuarterFacts {
  readonly models: Of<'models'>;
  readonly replays: Replays;
}

export interface ReportFacts {
  readonly week: WeekFacts;
  readonly month: MonthFacts | null;
  readonly quarter: QuarterFacts | null;
}

export interface ReportHead {
  readonly kind: ReportKind;
  readonly period: Period;
  readonly before: Period;
  readonly tenant: string | null;
  readonly madeAt: string;
}

/** Puts the facts into words. */
export function assembleReport(head: ReportHead, facts: ReportFacts): Report {
  const { week, month, quarter } = facts;
  const queries = queriesOf(facts);
  if (week.tools.rows.length === 0 && (week.runs.rows[0]?.runs ?? 0) === 0) {
    const summary = [...logBegins(head, week), nothing];
    return {
      ...head,
      summary,
      sections: [],
      queries: queries.filter(({ name }) => name === 'runs'),
    };
  }
  const sections: Section[] = [
    answersSection(week.runs, week.days),
    toolsSection(week.tools),
    latencySection(week.tools),
    timeoutsSection(week.timeouts, week.traits, week.periods),
    retriesSection(week.retries),
    fallbacksSection(week.rungs),
    breakersSection(week.breakers),
    findingsSection(week.findings, week.runs),
    costsSection(week.runs, week.costs),
    ...(month === null
      ? []
      : [
          slowSection(month.slow, month.plans),
          uncaughtSection(month.uncaught),
          feedbackSection(month.feedback),
        ]),
    ...(quarter === null ? [] : [modelsSection(quarter.models), replaysSection(quarter.replays)]),
  ].map(withoutEmptyTables);
  const summary = [...logBegins(head, week), ...summaryOf(week), ...whatToDo(sections)];
  return { ...head, summary, sections, queries };
}

function withoutEmptyTables(section: Section): Section {
  return { ...section, tables: section.tables.filter(({ rows }) => rows.length > 0) };
}

const nothing: Sentence = ['Nothing was asked in this period.'];

/** What a reader in a hurry needs: how it went, what changed, what it cost. */
function summaryOf({ runs, tools }: WeekFacts): Sentence[] {
  const [row] = runs.rows;
  return [
    ...(row === undefined ? [] : [asked(runs, row)]),
    ...firstTries(tools).slice(0, 3),
    ...slowerOrFaster(tools).slice(0, 3),
    ...costPerAnswer(runs),
  ];
}

/** Where to look for advice. */
function whatToDo(sections: readonly Section[]): Sentence[] {
  const titles = sections.filter(({ advice }) => advice.length > 0).map(({ title }) => [title]);
  if (titles.length === 0) return [['The figures give no reason to change anything.']];
  return [['What to do is said under ', ...listed(titles), '.']];
}

function logBegins({ before, period }: ReportHead, { runs }: WeekFacts): Sentence[] {
  const oldest = runs.rows[0]?.oldest ?? null;
  if (oldest === null || oldest <= before.from) return [];
  const part = oldest > period.from ? 'this period' : 'the period before';
  return [[`The store’s oldest run is of ${oldest}: of ${part} there may be only a part.`]];
}

function queriesOf({ week, month, quarter }: ReportFacts): Query[] {
  const plans = (month?.plans ?? []).flatMap((plan) => ('none' in plan ? [] : [plan.facts.query]));
  const replays =
    quarter === null || 'none' in quarter.replays ? [] : [quarter.replays.facts.query];
  const monthly =
    month === null ? [] : [month.slow.query, month.uncaught.query, month.feedback.query];
  return [
    ...Object.values(week).map(({ query }: Facts<object>) => query),
    ...[...monthly, ...plans],
    ...(quarter === null ? [] : [quarter.models.query]),
    ...replays,
  ];
}
