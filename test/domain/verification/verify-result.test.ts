import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import * as fc from 'fast-check';
import type { Expectation, QueryInput } from '../../../src/domain/plan.js';
import type { Cell, ResultSet } from '../../../src/domain/result.js';
import {
  verifyResult,
  withoutRefuting,
  type VerifiableStep,
} from '../../../src/domain/verification/verify-result.js';

const nothing: Expectation = {
  columns: [],
  minRows: 0,
  maxRows: 0,
  nonNegative: [],
  notNull: [],
  uniqueBy: [],
};
const query: QueryInput = {
  sql: 'SELECT 1',
  params: [],
  measure: { name: 'revenue', column: 'revenue', aggregation: 'sum', additive: true, unit: 'USD' },
  grain: '',
  period: { from: '2025-10-01', to: '2026-01-01' },
  dimensions: ['region'],
  filters: ["status = 'paid'"],
  order: '',
  limit: 0,
};

interface Given {
  readonly asOf?: string;
  readonly query?: Partial<QueryInput>;
  readonly expect?: Partial<Expectation>;
  readonly columns?: readonly (readonly [string, string])[];
  readonly rows?: readonly (readonly Cell[])[];
  readonly truncated?: boolean;
  readonly limit?: number;
  readonly literals?: readonly string[];
  readonly intervals?: ResultSet['intervals'];
}

function verified(given: Given) {
  const rows = given.rows ?? [
    ['EMEA', '412300.10'],
    ['AMER', '398000.00'],
  ];
  const columns = given.columns ?? [
    ['region', 'text'],
    ['revenue', 'numeric'],
  ];
  const step: VerifiableStep = {
    id: 'revenue',
    tool: 'execute_query',
    input: { ...query, ...given.query },
    expect: { ...nothing, ...given.expect },
    facts: { tables: [], literals: given.literals ?? [], limit: given.limit ?? null },
  };
  const result: ResultSet = {
    columns: columns.map(([name, type]) => ({ name, type })),
    rows,
    rowCount: rows.length,
    truncated: given.truncated ?? false,
    ...(given.intervals && { intervals: given.intervals }),
  };
  return verifyResult(step, result, given.asOf ?? asOf);
}

/** Long after every period here, unless a test says otherwise. */
const asOf = '2026-09-30';

const monthly = (days: readonly (string | null)[]): Given => ({
  columns: [
    ['month', 'date'],
    ['revenue', 'numeric'],
  ],
  rows: days.map((day) => [day, '1']),
  query: { grain: 'month', dimensions: ['month'] },
});

/** Two months with one between them that has no row, the better one first. */
const newest = (more: Partial<QueryInput>): Given => {
  const given = monthly(['2025-12-01', '2025-10-01']);
  return { ...given, query: { ...given.query, order: 'revenue desc', ...more } };
};

describe('what refutes a result', () => {
  const table: readonly (readonly [what: string, given: Given, code: string])[] = [
    [
      'a column that is expected and not there',
      { expect: { columns: ['margin'] } },
      'missing_column',
    ],
    ['fewer rows than expected', { expect: { minRows: 3 } }, 'too_few_rows'],
    ['no rows where one was expected', { rows: [], expect: { minRows: 1 } }, 'too_few_rows'],
    ['more rows than expected', { expect: { maxRows: 1 } }, 'too_many_rows'],
    [
      'a cut result that would be longer than expected',
      { expect: { maxRows: 2 }, truncated: true },
      'too_many_rows',
    ],
    [
      'a negative value',
      { rows: [['A', '-0.01']], expect: { nonNegative: ['revenue'] } },
      'negative_value',
    ],
    [
      'minus infinity',
      { rows: [['A', '-Infinity']], expect: { nonNegative: ['revenue'] } },
      'negative_value',
    ],
    ['a null', { rows: [[null, '1']], expect: { notNull: ['region'] } }, 'null_value'],
    [
      'an expectation of a column that is not there',
      { expect: { notNull: ['land'] } },
      'missing_column',
    ],
    [
      'a repeated key',
      {
        rows: [
          ['A', '1'],
          ['A', '2'],
        ],
        expect: { uniqueBy: ['region'] },
      },
      'duplicate_key',
    ],
    [
      'a repeated null key',
      {
        rows: [
          [null, '1'],
          [null, '2'],
        ],
        expect: { uniqueBy: ['region'] },
      },
      'duplicate_key',
    ],
    [
      'a repeated group',
      {
        rows: [
          ['A', '1'],
          ['A', '2'],
        ],
      },
      'duplicate_group',
    ],
    [
      'a measure that is not there',
      { query: { measure: { ...query.measure, column: 'total' } } },
      'missing_measure',
    ],
    [
      'a measure that is no number',
      {
        columns: [
          ['region', 'text'],
          ['revenue', 'text'],
        ],
      },
      'measure_not_numeric',
    ],
    [
      'a negative count',
      { rows: [['A', '-1']], query: { measure: { ...query.measure, aggregation: 'count' } } },
      'negative_count',
    ],
    ['more rows than the limit', { query: { limit: 1 } }, 'over_limit'],
    [
      'a ranking whose first row has no value',
      {
        rows: [
          ['A', null],
          ['B', '1'],
        ],
        query: { order: 'revenue desc', limit: 2 },
      },
      'null_leads',
    ],
    ['a day after the period', monthly(['2025-12-01', '2026-01-01']), 'outside_period'],
    ['a month before the period', monthly(['2025-08-01', '2025-10-01']), 'outside_period'],
  ];
  for (const [what, given, code] of table) {
    it(what, () => {
      const { findings, checks } = verified(given);
      assert.ok(
        findings.some((finding) => finding.code === code),
        JSON.stringify(findings),
      );
      assert.ok(findings.every(({ where, fix }) => where === 'step revenue' && fix !== ''));
      assert.ok(checks.some(({ passed }) => !passed));
    });
  }
});

describe('what is only a warning', () => {
  const table: readonly (readonly [what: string, given: Given, code: string])[] = [
    ['no rows where none were asked for', { rows: [] }, 'no_rows'],
    ['nothing but nulls', { rows: [[null, null]] }, 'all_null'],
    ['a measure that is null throughout', { rows: [['A', null]] }, 'measure_all_null'],
    ['a result that is cut short', { truncated: true }, 'truncated'],
    ['fewer rows than the limit', { query: { limit: 5 }, limit: 5 }, 'under_limit'],
    ['a month without a row', monthly(['2025-10-01', '2025-12-01']), 'missing_periods'],
    ['a first month without a row', monthly(['2025-11-01', '2025-12-01']), 'missing_periods'],
    ['a month that the newest lack', newest({ order: 'month desc', limit: 2 }), 'missing_periods'],
    ['a month that fewer than asked for lack', newest({ limit: 3 }), 'missing_periods'],
    [
      'a repeated group where another column may be part of the key',
      {
        columns: [
          ['region', 'text'],
          ['city', 'text'],
          ['revenue', 'numeric'],
        ],
        rows: [
          ['A', 'x', '1'],
          ['A', 'y', '2'],
        ],
      },
      'duplicate_group',
    ],
  ];
  for (const [what, given, code] of table) {
    it(what, () => {
      const { findings, warnings } = verified(given);
      assert.deepEqual(findings, []);
      assert.ok(
        warnings.some((warning) => warning.code === code),
        JSON.stringify(warnings),
      );
    });
  }
});

describe('what is as it should be', () => {
  const table: readonly (readonly [what: string, given: Given])[] = [
    ['a plain result', {}],
    [
      'all expectations met',
      {
        expect: {
          columns: ['region'],
          minRows: 2,
          maxRows: 2,
          nonNegative: ['revenue'],
          notNull: ['region'],
          uniqueBy: ['region'],
        },
      },
    ],
    ['the best of each region', { query: { limit: 1 }, literals: ['1'] }],
    ['the best months', newest({ limit: 2 })],
    ['months that are more than something', newest({ filters: ['revenue > 0'] })],
    ['a whole series', monthly(['2025-10-01', '2025-11-01', '2025-12-01'])],
    [
      'a series that ends with the question’s own day',
      { ...monthly(['2025-10-01', '2025-11-01']), asOf: '2025-11-30' },
    ],
    [
      'a series of the last days of its months',
      monthly(['2025-10-31', '2025-11-30', '2025-12-31']),
    ],
    ['a series in reverse', monthly(['2025-12-01', '2025-11-01', '2025-10-01'])],
    [
      'a quarter that begins before the period',
      {
        ...monthly(['2025-10-01']),
        query: {
          grain: 'month',
          dimensions: ['month'],
          period: { from: '2025-10-15', to: '2026-01-01' },
        },
      },
    ],
    ['a limit that is met', { query: { limit: 2 }, limit: 2 }],
    [
      'rows that are not grouped',
      {
        rows: [
          ['A', '1'],
          ['A', '2'],
        ],
        query: { measure: { ...query.measure, aggregation: '' } },
      },
    ],
  ];
  for (const [what, given] of table) {
    it(what, () => {
      const { findings, warnings, checks } = verified(given);
      assert.deepEqual([...findings, ...warnings], []);
      assert.ok(checks.length >= 6 && checks.every(({ passed }) => passed));
    });
  }
});

test('groups and figures that a sample lacks refute nothing, what it has still may', () => {
  const intervals = [{ row: 0, column: 'revenue', low: '1', high: '3' }];
  const rows = [
    ['EMEA', '2'],
    ['AMER', null],
  ];
  const expect = { minRows: 5, notNull: ['revenue', 'region'] };
  const lacking = verified({ rows, intervals, truncated: true, expect });
  assert.deepEqual([...lacking.findings, ...lacking.warnings], []);
  const doubled = verified({ rows: [...rows, ['EMEA', '2']], intervals });
  assert.deepEqual(
    doubled.findings.map(({ code }) => code),
    ['duplicate_group'],
  );
});

test('a look at the first rows is held to nothing but having some', () => {
  const look: Given = {
    columns: [['customer_id', 'bigint']],
    rows: [['1'], ['1']],
    intervals: [],
    expect: { columns: ['n'], maxRows: 1, notNull: ['n'] },
    limit: 1,
  };
  assert.deepEqual(verified(look).findings, []);
  assert.deepEqual(
    verified({ ...look, rows: [] }).warnings.map(({ code }) => code),
    ['no_rows'],
  );
});

test("another tool's result is held to its expectations alone", () => {
  const step: VerifiableStep = {
    id: 'chart',
    tool: 'format_results',
    input: { step: 'x' },
    expect: nothing,
    facts: null,
  };
  const empty: ResultSet = { columns: [], rows: [], rowCount: 0, truncated: false };
  assert.deepEqual(verifyResult(step, empty, asOf), { checks: [], findings: [], warnings: [] });
});

test('whatever the rows are, verifying ends with one check a problem and no exception', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.constantFrom('-1', 'NaN', '2025-13-01', '2025-10-01', 'infinity'),
  );
  const type = fc.constantFrom('text', 'numeric', 'date', 'timestamptz');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
      type,
      fc.constantFrom('', 'day', 'week', 'month', 'year', 'toString'),
      fc.boolean(),
      (rows, first, grain, truncated) => {
        const { checks, findings, warnings } = verified({
          rows,
          truncated,
          columns: [
            ['month', first],
            ['revenue', 'numeric'],
          ],
          query: { grain, dimensions: ['month'], limit: 3 },
          expect: { nonNegative: ['revenue'], notNull: ['month'], uniqueBy: ['month'], maxRows: 2 },
        });
        assert.equal(
          checks.filter(({ passed }) => !passed).length,
          findings.length + warnings.length,
        );
        if (rows.some(([label]) => label === null))
          assert.ok(findings.some(({ code }) => code === 'null_value'));
        if (rows.length > 3) assert.ok(findings.some(({ code }) => code === 'over_limit'));
      },
    ),
  );
});

test('what a lesser result lacks is a warning: no other plan would bring it', () => {
  const whole = verified({ expect: { columns: ['region', 'quarter'] } });
  assert.equal(whole.findings.length, 1);
  const lesser = withoutRefuting(whole);
  assert.deepEqual(lesser.findings, []);
  assert.deepEqual(lesser.checks, whole.checks);
  assert.match(lesser.warnings.at(-1)?.message ?? '', /^Step revenue: .*quarter/);
});
