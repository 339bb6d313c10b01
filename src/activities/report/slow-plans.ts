import { bindingsIn } from '../../domain/parameters.js';
import type { Facts } from '../../domain/report/facts.js';
import type { PlanRow } from '../../domain/report/query-plan.js';
import type { SlowRow } from '../../domain/report/rows.js';
import type { SlowPlan } from '../../domain/report/sections/slow.js';
import type { LoggedExample, Parameter, ReportWindow, Statement } from '../../ports.js';
import { warehouseNamed } from '../../tools/choose-warehouse.js';
import type { ReadStatement, ReportDeps } from './make-report.js';

/** The plan of each slow statement: the warehouse's of today, else the one that was kept, else why there is none. */
export async function slowPlans(
  { rows }: Facts<SlowRow>,
  statements: readonly ReadStatement[],
  { reports, plans }: ReportDeps,
  window: ReportWindow,
  signal: AbortSignal,
): Promise<readonly SlowPlan[]> {
  const found: SlowPlan[] = [];
  for (const [index, { statement: normalized, warehouse }] of rows.entries()) {
    const texts = statements.filter((each) => each.normalized === normalized);
    const example = await reports.example(
      window,
      texts.map(({ statement }) => statement),
      warehouse,
    );
    const keptAs = warehouse === null ? normalized : `${warehouse}: ${normalized}`;
    const periodDays = example === undefined ? null : daysIn(example);
    const named = (plan: readonly PlanRow[]) => factsOf(plan, normalized, index + 1);
    const plan = example === undefined ? undefined : await planNow(example, plans, signal);
    if (plan !== undefined) {
      await reports.keepPlan(keptAs, plan);
      found.push({ facts: named(plan), keptOn: null, periodDays });
      continue;
    }
    const kept = await reports.keptPlan(keptAs);
    found.push(
      kept === undefined
        ? { none: 'The warehouse could not plan it, and no earlier plan is kept.' }
        : { facts: named(kept.plan), keptOn: kept.day, periodDays },
    );
  }
  return found;
}

/** Undefined where the warehouse is away or refuses, or where a parameter is another step's cell. */
async function planNow(
  example: LoggedExample,
  plans: ReportDeps['plans'],
  signal: AbortSignal,
): Promise<readonly PlanRow[] | undefined> {
  const statement = statementOf(example);
  const named = warehouseNamed(example.parameters);
  const warehouse = named === undefined ? plans[0] : plans.find(({ name }) => name === named);
  if (warehouse === undefined || statement === undefined) return undefined;
  try {
    return await warehouse.planRows(statement, signal);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const explainMs = 5_000;

function statementOf({ parameters, tenant, timeZone }: LoggedExample): Statement | undefined {
  const { sql } = parameters;
  const params: Parameter[] = [];
  for (const { kind, value } of bindingsIn(parameters['params'])) {
    if (kind !== 'text' && kind !== 'null') return undefined;
    params.push(kind === 'text' ? value : null);
  }
  if (typeof sql !== 'string') return undefined;
  return { sql, params, timeZone, tenant, timeoutMs: explainMs };
}

function daysIn({ parameters }: LoggedExample): number | null {
  const { from, to } = (parameters['period'] ?? {}) as { from?: unknown; to?: unknown };
  const days = (Date.parse(String(to)) - Date.parse(String(from))) / 86_400_000;
  return Number.isFinite(days) ? days : null;
}

function factsOf(rows: readonly PlanRow[], text: string, number: number): Facts<PlanRow> {
  const explain = `explain (format json, verbose)\n${text}`;
  return {
    query: { name: `plan_${number}`, language: 'explain', text: explain, params: [] },
    rows,
  };
}
