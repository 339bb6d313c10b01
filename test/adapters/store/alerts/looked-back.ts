import { defaultThresholds } from '../../../../src/domain/alerts/thresholds.js';
import type { Breach, RuleName } from '../../../../src/domain/alerts/breach.js';
import type { Alerts } from '../../../../src/ports.js';
import type { Incident, IncidentKind } from '../../../synthetic/incidents.js';

/** What checks at these times would have found, many of them in one statement. */
export async function lookedBack(
  alerts: Pick<Alerts, 'measure'>,
  { fromMs, toMs, everyMs }: { fromMs: number; toMs: number; everyMs: number },
): Promise<readonly (Breach & { readonly at: string })[]> {
  const count = Math.floor((toMs - fromMs) / everyMs) + 1;
  const moments = Array.from({ length: count }, (_, index) =>
    new Date(fromMs + index * everyMs).toISOString(),
  );
  const found: (Breach & { readonly at: string })[] = [];
  for (let first = 0; first < count; first += atOnce) {
    found.push(...(await alerts.measure(moments.slice(first, first + atOnce), defaultThresholds)));
  }
  return found;
}

/** Few enough for the store's statement timeout. */
const atOnce = 288;
/** Twenty minutes each or more, well apart, in the last two days of a log that has others to compare with. */
export const plantedLog = { from: '2026-09-08', days: 3, runsPerDay: 800 } as const;

export const planted: readonly Incident[] = [
  { ...at('09T08'), kind: 'errors', tool: 'execute_query', share: 500, errorClass: 'permanent' },
  // One query in seven becomes slower than the week before allows: it takes some to see that.
  { ...at('09T11', 40), kind: 'slow', tool: 'execute_query', factor: 10 },
  { ...at('09T14'), kind: 'timeouts', tool: 'execute_query', share: 400 },
  { ...at('09T17'), kind: 'exhaustion', tool: 'interpret', share: 600 },
  { ...at('10T08'), kind: 'breaker', tool: 'execute_query' },
  { ...at('10T11'), kind: 'fallbacks', share: 700 },
  { ...at('10T14'), kind: 'cost', factor: 8 },
  { ...at('10T17'), kind: 'repairs', share: 900 },
];

/** The rule that is to tell of it, besides those that what follows from it breaks. */
export const toldBy: Readonly<Record<IncidentKind, RuleName>> = {
  errors: 'error_rate',
  slow: 'latency',
  timeouts: 'timeouts',
  exhaustion: 'retry_exhaustion',
  breaker: 'breaker_open',
  fallbacks: 'fallback_share',
  cost: 'cost_per_run',
  repairs: 'planner_repairs',
};

function at(hour: string, minutes = 20) {
  return { at: `2026-09-${hour}:00:00Z`, minutes };
}
