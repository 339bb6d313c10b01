import { figure, tableOf, warehouseColumn, type Facts } from '../facts.js';
import { planHelp, type PlanHelp, type PlanRow } from '../query-plan.js';
import type { Section, Sentence, Table } from '../report.js';
import type { SlowRow } from '../rows.js';
import { datum, ofWarehouse, plural } from '../words.js';

/** A slow statement's plan, or why there is none. */
export type SlowPlan =
  | {
      readonly facts: Facts<PlanRow>;
      /** The day it was made, where it is an earlier one; null where it is today's. */
      readonly keptOn: string | null;
      /** Of the query's declaration; null where it has no period. */
      readonly periodDays: number | null;
    }
  | { readonly none: string };

/** The slowest queries, their plans, and what would help. */
export function slowSection(slow: Facts<SlowRow>, plans: readonly SlowPlan[]): Section {
  const told = slow.rows.map((row, index) => ({ row, number: index + 1, plan: plans[index] }));
  return {
    id: 'slow',
    title: 'Slowest queries',
    sentences:
      told.length === 0
        ? [['No query was timed.']]
        : told.map(({ row, number, plan }) => [
            ...queryWords(slow, row, number),
            ...planNote(row, plan),
          ]),
    advice: told.flatMap(({ row, number, plan }) =>
      plan === undefined || 'none' in plan ? [] : helpWords(slow, row, number, plan),
    ),
    tables: [
      ...(told.length === 0 ? [] : [slowTable(slow)]),
      ...told.flatMap(({ number, plan }) =>
        plan === undefined || 'none' in plan ? [] : [planTable(plan.facts, number)],
      ),
    ],
  };
}

function queryWords(facts: Facts<SlowRow>, row: SlowRow, number: number): Sentence {
  return [
    ...[
      `Query ${number}`,
      ...ofWarehouse(row),
      ' was asked ',
      figure(facts, row, 'queries'),
      plural(row.queries, ' time', ' times'),
    ],
    ...[
      ' and took ',
      figure(facts, row, 'p50_ms', 'ms'),
      ' at the median: ',
      datum(row.statement),
      '.',
    ],
  ];
}

function planNote(row: SlowRow, plan: SlowPlan | undefined): Sentence {
  if (plan === undefined) return [];
  if ('none' in plan) return [` ${plan.none}`];
  const { facts, keptOn, periodDays } = plan;
  const helps = planHelp(facts.rows, { times: row.queries, periodDays });
  return [
    keptOn === null ? '' : ` The warehouse could not be asked: its plan is that of ${keptOn}.`,
    helps.length === 0 ? ' No rule of ours sees what would help.' : '',
  ];
}

function helpWords(
  slow: Facts<SlowRow>,
  row: SlowRow,
  number: number,
  { facts, periodDays }: Extract<SlowPlan, { facts: unknown }>,
): Sentence[] {
  const helps = planHelp(facts.rows, { times: row.queries, periodDays });
  return helps.map((help) => [
    ...[`Query ${number}`, ...ofWarehouse(row), ': '],
    ...oneHelp(help, facts, slow, row),
  ]);
}

function oneHelp(
  help: PlanHelp,
  plan: Facts<PlanRow>,
  slow: Facts<SlowRow>,
  row: SlowRow,
): Sentence {
  const { relation, condition } = help.row;
  switch (help.kind) {
    case 'index':
      return [
        ...[
          'an index on ',
          datum(`${relation ?? ''}(${condition})`),
          ' may help: the plan reads all of about ',
        ],
        ...[
          figure(plan, help.row, 'table_rows'),
          ' rows to keep about ',
          figure(plan, help.row, 'rows'),
          '.',
        ],
      ];
    case 'shorter_period':
      return [
        ...['a narrower default period may help: it keeps about ', figure(plan, help.row, 'rows')],
        ...[
          ' of about ',
          figure(plan, help.row, 'table_rows'),
          ' rows of ',
          datum(relation ?? ''),
          ', which no index makes cheaper.',
        ],
      ];
    case 'materialised_view':
      return [
        ...[
          'a materialised view may help: it was asked ',
          figure(slow, row, 'queries'),
          ' times, each time to make about ',
        ],
        ...[
          figure(plan, help.row, 'rows'),
          ' rows out of about ',
          figure(plan, help.scan, 'rows'),
          ' of ',
        ],
        ...[datum(help.scan.relation ?? ''), '. Its figures would be as old as its last refresh.'],
      ];
  }
}

function slowTable(slow: Facts<SlowRow>): Table {
  return tableOf(slow, 'Slowest queries, by their median', [
    ...warehouseColumn(slow.rows),
    { label: 'asked', column: 'queries', unit: 'count' },
    { label: 'of them timeouts', column: 'timeouts', unit: 'count' },
    { label: 'median', column: 'p50_ms', unit: 'ms' },
    { label: 'slowest', column: 'max_ms', unit: 'ms' },
    { label: 'in all', column: 'total_ms', unit: 'ms' },
  ]);
}

function planTable(facts: Facts<PlanRow>, number: number): Table {
  return tableOf(facts, `Plan of query ${number}, as EXPLAIN estimates it`, [
    { label: 'depth', column: 'depth', unit: 'number' },
    { label: 'node', column: 'node', unit: null },
    { label: 'table', column: 'relation', unit: null },
    { label: 'condition on', column: 'condition', unit: null },
    { label: 'rows', column: 'rows', unit: 'count' },
    { label: 'cost', column: 'cost', unit: 'number' },
  ]);
}
