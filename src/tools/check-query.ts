import type { QueryInput } from '../domain/plan.js';
import { asSentence } from '../domain/sentence.js';
import { SqlFindings } from '../sql/finding.js';
import { guardOnce } from '../sql/guard-once.js';
import type { Doubt } from '../sql/lint/lint.js';
import { lintSql } from '../sql/lint/lint-sql.js';
import { checkIntent } from '../sql/shape/check-intent.js';
import type { CheckContext, Checked, CheckFinding } from './define-tool.js';
import { explainFinding, isAway } from './explain-finding.js';
import type { Help } from './help/ask.js';
import { explainRange } from './help/explain-days.js';
import { textsOf } from './help/help-context.js';

/**
 * Guard, lints and the declaration, then EXPLAIN where the warehouse is there. What passes goes on as the deparsed tree,
 * with what is suspicious about it; what does not comes back with all that is wrong.
 */
export async function checkQuery(
  input: QueryInput,
  context: CheckContext,
): Promise<Checked<QueryInput>> {
  const { catalog, warehouse, tenant, timeZone, signal } = context;
  const guarded = await guardOnce(input.sql, { catalog, paramCount: input.params.length });
  if (!guarded.accepted) {
    return { input, findings: guarded.findings, facts: null, summary: summaryOf(input) };
  }
  const { sql, facts } = guarded;
  const doubts = await lintSql(input.sql, catalog, input.params);
  const intent = await checkIntent(input, catalog);
  const params = textsOf(input);
  const checked = {
    ...{ input: { ...input, sql }, facts, summary: summaryOf({ ...input, sql }) },
    ...(intent.shape && { shape: intent.shape }),
    warnings: [
      ...doubts.filter(({ weight }) => weight === 'warning'),
      ...intent.doubts.filter(({ refutes }) => !refutes),
    ].map(({ code, what }) => ({ code, message: asSentence(what) })),
  };
  const undeclared = intent.doubts
    .filter(({ refutes }) => refutes)
    .map(({ code, what, fix }) => ({ code, what, fix }));
  const against = (found: readonly CheckFinding[]) =>
    withDoubts([...found, ...undeclared], doubts, input.sql);
  const period = await explainRange(checked.input, catalog, params);
  if (period !== undefined) {
    const finding = { code: 'impossible_period', what: period.message, fix: inOne(period) };
    return { ...checked, findings: against([finding]) };
  }
  try {
    const statement = { sql, params, timeZone, tenant, timeoutMs: explainMs };
    const { cost } = await warehouse.explain(statement, signal);
    return { ...checked, findings: against([]), cost };
  } catch (error) {
    // An engine that is away says nothing about the SQL, and there is more to be had than its answer.
    if (isAway(error)) return { ...checked, findings: against([]) };
    const said = await explainFinding(
      error,
      { sent: sql, written: input.sql, texts: params },
      catalog,
    );
    return { ...checked, findings: against([said]) };
  }
}

/** With what is certainly wrong; and, where the plan goes back anyway, with what could be better. */
function withDoubts(
  found: readonly CheckFinding[],
  doubts: readonly Doubt[],
  sql: string,
): readonly CheckFinding[] {
  const isWrong = found.length > 0 || doubts.some(({ weight }) => weight === 'finding');
  if (!isWrong) return [];
  const placed = new SqlFindings(sql);
  for (const { weight, location, ...finding } of doubts) {
    if (weight !== 'warning') placed.add({ ...finding, layer: 'lint' }, location);
  }
  return [...found, ...placed.list];
}

function inOne({ suggestions }: Help): string {
  return suggestions.join(' ');
}

/** What it asks for as it declares it, such as `revenue in USD by region, 2025-10-01 to 2026-01-01`; else its SQL. */
function summaryOf({ sql, measure, grain, dimensions, period, limit }: QueryInput): string {
  const asked = [
    measure.name,
    ...(measure.unit === '' ? [] : [`in ${measure.unit}`]),
    ...(dimensions.length === 0 ? [] : [`by ${dimensions.join(', ')}`]),
    ...(grain === '' || dimensions.includes(grain) ? [] : [`per ${grain}`]),
  ].join(' ');
  const when =
    period.from === '' && period.to === '' ? [] : [`${period.from} to ${period.to}`.trim()];
  const most = limit === 0 ? [] : [`${limit} ${limit === 1 ? 'row' : 'rows'} at most`];
  return shortened(measure.name === '' ? sql : [asked, ...when, ...most].join(', '));
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestSummary ? line : `${line.slice(0, longestSummary - 1)}…`;
}

const explainMs = 5_000;
const longestSummary = 120;
