import { namesAdded, type Additions } from '../domain/additions.js';
import type { Evidence, EvidenceResult } from '../domain/figures/evidence.js';
import { isQueryInput, type CompiledStep } from '../domain/plan.js';
import type { Question } from '../domain/question.js';
import type { AskedTurn } from '../domain/turns.js';
import type { Catalog } from '../ports.js';

/** What names are known here beside those of the question. */
export interface Known {
  readonly catalogs: readonly Catalog[];
  readonly additions: Additions;
  /** Before the question, in its conversation. */
  readonly turns?: readonly AskedTurn[];
}

/** What a plan's own words may rest on, before any row is there: its SQL, the question, and what is known here. */
export function planEvidence(
  { text, locale, timeZone }: Question,
  steps: readonly CompiledStep[],
  { catalogs, additions, turns = [] }: Known,
): Evidence {
  const results = steps.flatMap(({ id, input, facts }) =>
    isQueryInput(input) ? [[id, withoutRows(input.period, facts)] as const] : [],
  );
  return {
    question: text,
    locale,
    timeZone,
    intent: '',
    results: new Map(results),
    names: [
      ...catalogs
        .flatMap(({ tables }) => tables)
        .flatMap(({ name, columns }) => [name, ...columns.flatMap(namesOf)]),
      ...namesAdded(additions),
      ...turns.map((turn) => turn.question),
    ],
  };
}

function namesOf({ name, values, range }: Catalog['tables'][number]['columns'][number]): string[] {
  const days =
    range === null ? [] : [range.from, range.to, range.from.slice(0, 10), range.to.slice(0, 10)];
  return [name, ...values, ...days];
}

function withoutRows(
  period: EvidenceResult['period'],
  facts: CompiledStep['facts'],
): EvidenceResult {
  return {
    columns: [],
    rows: [],
    shown: [],
    rowCount: 0,
    truncated: false,
    rung: 'live',
    ageSeconds: null,
    measure: null,
    limit: facts?.limit ?? null,
    literals: facts?.literals ?? [],
    period,
  };
}
