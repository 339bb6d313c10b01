import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeBlock } from '../../../../src/domain/blocks.js';
import { checkPlainText } from '../../../../src/domain/figures/check-text.js';
import type { Interpretation } from '../../../../src/domain/interpretation.js';
import { isQueryInput, type Plan } from '../../../../src/domain/plan.js';
import { structureFindings } from '../../../../src/domain/plan-rules.js';
import { misfits } from '../../../../src/embedded/offline/fits.js';
import { interpretByRules } from '../../../../src/embedded/offline/rules/interpret.js';
import { planByRules } from '../../../../src/embedded/offline/rules/plan.js';
import { reviewByRules } from '../../../../src/embedded/offline/rules/review.js';
import { guard } from '../../../../src/sql/guard.js';
import {
  asked,
  planRequest,
  questionBlock,
  request,
  sampleDigest,
  wireSchema,
} from '../support.js';

const compared = 'Show me revenue by region for Q4 2025, and how it compares with Q3';
const plan = (question: string, more: readonly string[] = [], digest?: unknown): Plan =>
  planByRules(asked(planRequest(question, more, digest)));
const idsOf = ({ steps }: Plan): readonly string[] => steps.map(({ id }) => id);

describe('the plan of the offline rules', () => {
  const questions = [
    compared,
    'Revenue in 2025',
    'Top 5 products by revenue in 2025 vs 2024',
    'Revenue and orders by month and channel in 2025',
    'Refunds by product for small business in Q1 2026',
    'Bottom 3 customers by units this year',
    'Returns in Electronics until June 2025 by reason',
    '先月のチャネル別注文数',
    'What is the weather?',
    '利益は？',
    'Gewinn nach Region',
  ];
  for (const question of questions) {
    it(`fits the schema and the rules of a plan: ${question}`, async () => {
      const made = plan(question);
      assert.deepEqual(misfits(made, wireSchema('planner')), []);
      if (made.clarification.question !== '') return;
      const known = {
        finished: [],
        taken: [],
        toolNames: ['execute_query', 'format_results', 'fetch_schema'],
      };
      assert.deepEqual(structureFindings(made.steps, known), []);
      for (const { input } of made.steps) {
        if (!isQueryInput(input)) continue;
        const guarded = await guard(input.sql, { paramCount: 0 });
        assert.ok(guarded.accepted, JSON.stringify(guarded));
        assert.doesNotMatch(input.sql, /shipments/);
      }
    });
  }

  it('reads the sample where it is one of several warehouses', () => {
    const desk = { about: 'Tickets.', tables: [{ name: 'tickets', columns: [] }] };
    const system = [
      writeBlock('schema', desk, { warehouse: 'support' }),
      writeBlock('schema', { away: 'It cannot be asked now.' }, { warehouse: 'crm' }),
      writeBlock('schema', sampleDigest, { warehouse: 'sales' }),
    ].join('\n\n');
    const { steps } = planByRules(asked(request('planner', [questionBlock(compared)], system)));
    assert.deepEqual(
      steps.map(({ tool, input }) => [tool, 'warehouse' in input ? input.warehouse : null]),
      [
        ['execute_query', 'sales'],
        ['execute_query', 'sales'],
        ['format_results', null],
      ],
    );
  });

  it('declares what its SQL does', () => {
    const [step] = plan('Top 5 products by revenue in EMEA in 2025').steps;
    assert.ok(step && isQueryInput(step.input));
    const { sql, ...declared } = step.input;
    assert.deepEqual(declared, {
      params: [],
      measure: {
        name: 'revenue',
        column: 'revenue',
        aggregation: 'sum',
        additive: true,
        unit: 'USD',
      },
      grain: '',
      period: { from: '2025-01-01', to: '2026-01-01' },
      dimensions: ['product'],
      filters: ["o.status <> 'cancelled'", "r.name = 'EMEA'"],
      order: 'revenue desc, product',
      limit: 5,
    });
    for (const part of [...declared.filters, 'limit 5', 'order by revenue desc, product']) {
      assert.ok(sql.includes(part), part);
    }
    assert.deepEqual(step.expect, {
      columns: ['product', 'revenue'],
      minRows: 0,
      maxRows: 5,
      nonNegative: ['revenue'],
      notNull: ['product', 'revenue'],
      uniqueBy: ['product'],
    });
  });

  it('knows which measures may be summed over what', () => {
    const additive = (question: string) =>
      plan(question).steps.flatMap(({ input }) =>
        isQueryInput(input) ? [input.measure.additive] : [],
      );
    assert.deepEqual(additive('Orders by region in 2025'), [true]);
    assert.deepEqual(additive('Orders by product in 2025'), [false]);
    assert.deepEqual(additive('Customers by month in 2025'), [false]);
    assert.deepEqual(additive('Average order value by month in 2025'), [false]);
  });

  it('draws bars over groups, a line over time, and nothing for one number', () => {
    const chart = (question: string) =>
      plan(question).steps.flatMap(({ tool, input }) =>
        tool === 'format_results' ? [input['as']] : [],
      );
    assert.deepEqual(chart('Revenue by region in 2025'), ['bar']);
    assert.deepEqual(chart('Revenue by month in 2025'), ['line']);
    assert.deepEqual(chart('Revenue in 2025'), []);
    assert.deepEqual(chart('Revenue by month and region in 2025'), []);
  });

  it('keeps a quote in a value a value', () => {
    const digest = structuredClone(sampleDigest) as {
      tables: { columns: { values?: string[] }[] }[];
    };
    digest.tables[0]!.columns[1]!.values = ["O'Neil; drop table orders --"];
    const [step] = plan("Revenue in O'Neil; drop table orders -- in 2025", [], digest).steps;
    assert.ok(step && isQueryInput(step.input));
    assert.match(step.input.sql, /r\.name = 'O''Neil; drop table orders --'/);
  });

  for (const [what, question, words, digest] of [
    ['words it does not know', 'What was our profit in 2025?', /“profit”/, sampleDigest],
    ['no measure', 'What happened by region in 2025?', /measure|happened/, sampleDigest],
    ['a period without data', 'Revenue in 2031', /no data for that period/, sampleDigest],
    [
      'an average of parts of orders',
      'Average order value by product',
      /cannot be split/,
      sampleDigest,
    ],
    ['reasons of what has none', 'Revenue by reason', /cannot be split/, sampleDigest],
    [
      'another warehouse',
      'Revenue in 2025',
      /not the sample warehouse/,
      { version: 'x', tables: [] },
    ],
    ['Japanese', '2025年の利益', /「利益」.*オフラインプランナー/, sampleDigest],
    ['German', 'Gewinn nach Region', /„gewinn“.*Offline-Planer/, sampleDigest],
  ] satisfies [string, string, RegExp, unknown][]) {
    it(`asks back for ${what}, says what it is, and names Claude`, () => {
      const { steps, intent, clarification } = plan(question, [], digest);
      assert.deepEqual(steps, []);
      assert.match(clarification.question, words);
      assert.match(clarification.question, /ANTHROPIC_API_KEY/);
      // Of another warehouse no question can be answered.
      assert.equal(clarification.options.length > 0, what !== 'another warehouse');
      for (const text of [intent, clarification.question, ...clarification.options]) {
        const evidence = {
          question,
          locale: 'en',
          timeZone: 'UTC',
          intent: '',
          results: new Map(),
        };
        assert.deepEqual(checkPlainText(text, evidence), []);
      }
    });
  }

  it('offers only questions that it can answer', () => {
    for (const question of ['profit', 'Gewinn nach Region', '利益']) {
      for (const option of plan(question).clarification.options) {
        assert.equal(plan(option).clarification.question, '', option);
      }
    }
  });

  it('gives up a chart that was held against it', () => {
    const findings = writeBlock('findings', [
      { code: 'unknown_column', where: 'step chart, input', what: '…', fix: '…' },
    ]);
    assert.deepEqual(idsOf(plan(compared, [JSON.stringify(plan(compared)), findings])), [
      'revenue',
      'revenue_before',
    ]);
  });

  it('asks back where a query was held against it, for it has no other', () => {
    const findings = writeBlock('findings', [
      { code: 'unknown_table', where: 'step revenue, input', what: '…', fix: '…' },
    ]);
    const { clarification } = plan(compared, ['{}', findings]);
    assert.match(clarification.question, /^My plan for this was turned down/);
  });

  it('does not repeat words that were held against its question back', () => {
    const findings = writeBlock('findings', [
      { code: 'number_outside_figure', where: 'plan', what: '…', fix: '…' },
    ]);
    const { clarification } = plan('Profit of twelve', ['{}', findings]);
    assert.match(clarification.question, /^I did not understand all of your question/);
  });

  it('returns only new steps on a replan', () => {
    const finished = writeBlock('finished', [
      { id: 'revenue', columns: ['region', 'revenue'], rowCount: 5 },
    ]);
    assert.deepEqual(idsOf(plan(compared, ['{}', finished])), ['revenue_before', 'chart']);
    const failed = writeBlock('failed', [{ step: 'revenue_before', class: 'timeout' }]);
    assert.deepEqual(idsOf(plan(compared, ['{}', `${finished}\n${failed}`])), []);
  });

  it('asks last what was asked first where no chart says which rows to show', () => {
    assert.deepEqual(idsOf(plan('Revenue and orders 2025 year over year')), [
      'orders_before',
      'orders',
      'revenue_before',
      'revenue',
    ]);
  });

  it('uses only tools that the request offers', () => {
    const schema = { properties: { tool: { const: 'execute_query' } } };
    const made = planByRules({ ...asked(planRequest(compared)), schema });
    assert.deepEqual(idsOf(made), ['revenue_before', 'revenue']);
    const none = planByRules({ ...asked(planRequest(compared)), schema: {} });
    assert.match(none.clarification.question, /tools/);
  });
});

describe('the review of the offline rules', () => {
  const review = (question: string, steps: Plan['steps']) => {
    const queries = steps.flatMap(({ id, input }) =>
      isQueryInput(input) ? [{ step: id, sql: input.sql, declared: input }] : [],
    );
    const text = `${questionBlock(question)}\n${writeBlock('queries', queries)}`;
    const reply = reviewByRules(asked(request('reviewer', [text])));
    assert.deepEqual(misfits(reply, wireSchema('reviewer')), []);
    return reply.verdict;
  };

  it('confirms the plan that the same reading makes, filters included', () => {
    for (const question of [compared, 'Top 5 products by revenue in EMEA for web in 2025']) {
      assert.equal(review(question, plan(question).steps), 'confirmed');
    }
  });

  for (const [what, other] of [
    ['another period', 'Show me revenue by region for Q3 2025, and how it compares with Q2'],
    ['another measure', 'Orders by region for Q4 2025 compared with Q3'],
    ['another dimension', 'Revenue by channel for Q4 2025 compared with Q3'],
    ['a limit', 'Top 3 regions by revenue for Q4 2025 compared with Q3'],
    ['a filter', 'Revenue by region for web for Q4 2025 compared with Q3'],
    ['only one of two queries', 'Revenue by region for Q4 2025'],
  ] satisfies [string, string][]) {
    it(`cannot tell with ${what}`, () => {
      assert.equal(review(compared, plan(other).steps), 'inconclusive');
    });
  }

  it('cannot tell what it does not understand', () => {
    assert.equal(review('Profit in 2025', plan('Revenue in 2025').steps), 'inconclusive');
    assert.equal(review(compared, []), 'inconclusive');
  });
});

describe('the words of the offline rules', () => {
  const columns = [
    { name: 'region', type: 'text' },
    { name: 'revenue', type: 'numeric' },
  ];
  const data = (step: string, rows: readonly (readonly (string | null)[])[], more: object = {}) =>
    writeBlock(
      'data',
      { columns, rows, rowCount: rows.length, truncated: false, ...more },
      { step, id: 'n' },
    );
  const q4 = data('revenue', [
    ['EMEA', '300.00'],
    ['APAC', '120.00'],
    ['(unknown)', '5.00'],
  ]);
  const q3 = data('revenue_before', [
    ['EMEA', '200.00'],
    ['APAC', '150.00'],
  ]);

  function interpret(
    question: string,
    blocks: readonly string[],
    more: readonly string[] = [],
  ): Interpretation {
    const opening = [questionBlock(question), writeBlock('plan', { steps: [] }), ...blocks].join(
      '\n',
    );
    const reply = interpretByRules(asked(request('interpreter', [opening, ...more])));
    assert.deepEqual(misfits(reply, wireSchema('interpreter')), []);
    const named = [...reply.text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    const known = reply.figures.map(({ name }) => name);
    assert.deepEqual(
      named.filter((name) => !known.includes(name ?? '')),
      [],
    );
    assert.equal(new Set(known).size, known.length);
    return reply;
  }

  it('have figures for every value, and nothing else with a digit but periods', () => {
    const { text } = interpret(compared, [q4, q3]);
    assert.equal(
      text,
      'Revenue in Q4 2025 was {{revenue_total}}, {{revenue_total_direction}} {{revenue_total_growth}} on Q3 2025 ({{revenue_total_before}}). ' +
        '{{revenue_first}} led with {{revenue_first_value}}; {{revenue_last}} came last with {{revenue_last_value}}. ' +
        'Against Q3 2025, {{revenue_riser}} rose the most, by {{revenue_riser_change}}. ' +
        'Against Q3 2025, {{revenue_faller}} fell the most, by {{revenue_faller_change}}. ' +
        'Orders without a recorded region are shown as (unknown).',
    );
  });

  it('claim no total of a cut result', () => {
    const { text } = interpret(compared, [
      data('revenue', [['EMEA', '1.00']], { truncated: true, rowCount: 1 }),
      q3,
    ]);
    assert.doesNotMatch(text, /total\}/);
    assert.match(text, /cut off/);
  });

  it('say plainly that there is nothing, or nothing to compare with', () => {
    const nothing = data('revenue', []);
    assert.equal(
      interpret('Revenue by region in 2025', [nothing]).text,
      'Revenue in 2025: there is no data.',
    );
    const { text } = interpret(compared, [q4, data('revenue_before', [])]);
    assert.match(text, /There is no data for Q3 2025 to compare with\./);
    assert.doesNotMatch(text, /growth/);
  });

  it('say that a period is not over', () => {
    const { text } = interpret('Revenue by region this year vs last year', [q4, q3]);
    assert.match(text, /The later period is not over yet\./);
  });

  it('leave out the sentence of a figure that was held against them', () => {
    const findings = writeBlock('findings', [
      { code: 'x', where: 'figure revenue_total_growth', what: '', fix: '' },
    ]);
    const { text } = interpret(compared, [q4, q3], ['{}', findings]);
    assert.doesNotMatch(text, /total/);
    assert.match(text, /\{\{revenue_first\}\} led/);
  });

  it('point to the table where all of them was held against them', () => {
    const findings = writeBlock('findings', [{ code: 'x', where: 'answer', what: '', fix: '' }]);
    const { text, figures } = interpret(
      'Revenue by region in 2025',
      [data('revenue', [['EMEA', '1.00']])],
      ['{}', findings],
    );
    assert.deepEqual([text, figures], ['What was found is in the table.', []]);
  });

  it('point to no table that is empty', () => {
    const { text } = interpret('Who owns the account?', [data('owner', [])]);
    assert.equal(text, 'Nothing was found.');
  });

  it('tell the highest of a result that they did not plan', () => {
    const { text } = interpret('Who sold the most albums?', [
      data('albums', [
        ['AC/DC', '7'],
        ['Queen', '9'],
      ]),
    ]);
    assert.equal(text, 'Revenue was highest for {{albums_best}} with {{albums_best_value}}.');
  });

  it('come in the language of the question', () => {
    assert.match(
      interpret('2025年の地域別売上', [q4]).text,
      /2025年の売上は \{\{revenue_total\}\} です。/,
    );
    assert.match(
      interpret('Umsatz nach Region 2025', [q4]).text,
      /^Umsatz im Zeitraum 2025: \{\{revenue_total\}\}\./,
    );
  });
});
