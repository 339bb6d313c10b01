import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type Anthropic from '@anthropic-ai/sdk';
import { compile } from '../../../src/activities/compile.js';
import { connectAnthropic } from '../../../src/adapters/anthropic/connect.js';
import { createClaude } from '../../../src/adapters/anthropic/index.js';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { writeBlock } from '../../../src/domain/blocks.js';
import type { EvidenceResult } from '../../../src/domain/figures/evidence.js';
import { checkPlainText } from '../../../src/domain/figures/check-text.js';
import { ground } from '../../../src/domain/figures/ground.js';
import type { Interpretation } from '../../../src/domain/interpretation.js';
import { isQueryInput, type Plan } from '../../../src/domain/plan.js';
import { verifyResult } from '../../../src/domain/verification/verify-result.js';
import { startOfflineServer, type OfflineServer } from '../../../src/embedded/offline/index.js';
import { generateSample, sampleAsOf } from '../../../src/embedded/sample/index.js';
import type { ClaudeRequest, Warehouse } from '../../../src/ports.js';
import { guard } from '../../../src/sql/guard.js';
import { createExecuteQuery } from '../../../src/tools/execute-query.js';
import { formatResults } from '../../../src/tools/format-results.js';
import { registerTools } from '../../../src/tools/registry.js';
import { schemaDigest } from '../../../src/tools/schema-digest.js';
import type { TestDatabase } from '../../support.js';
import { sampleDatabase } from '../sample/sample-database.js';
import { sampleTruth, type Truth } from '../sample/sample-truth.js';
import { planRequest, questionBlock, request } from './support.js';

/** Maps are equal only in the same order. */
function sorted(truth: Truth | undefined): readonly string[] {
  return [...(truth ?? [])].map(([key, value]) => `${key}: ${value}`).toSorted();
}

const signal = new AbortController().signal;
const q4 = { from: '2025-10-01', to: '2026-01-01' };
const q3 = { from: '2025-07-01', to: '2025-10-01' };
const year2025 = { from: '2025-01-01', to: '2026-01-01' };

describe('the offline planner on the sample warehouse', () => {
  let database: TestDatabase;
  let warehouse: Warehouse & { close(): Promise<void> };
  let server: OfflineServer;
  let client: Anthropic;
  const truth = sampleTruth(generateSample());

  before(async () => {
    database = await sampleDatabase();
    warehouse = connectWarehouse({
      url: database.url,
      name: 'sample',
      poolSize: 4,
      catalogTtlMs: 600_000,
    });
    server = await startOfflineServer();
    client = connectAnthropic({ apiKey: 'offline', baseUrl: server.url });
  });
  after(async () => {
    await server.close();
    await warehouse.close();
    await database.drop();
  });

  async function ask(role: ClaudeRequest) {
    const claude = createClaude({ client });
    const reply = await claude.complete(role, { runId: 'r1', signal, onProgress: () => {} });
    assert.equal(reply.model, 'offline');
    return JSON.parse(reply.text) as unknown;
  }

  /** Plans, guards, runs, interprets and grounds: the whole path but the workflow. */
  async function answer(question: string, locale = 'en-US') {
    const catalog = await warehouse.catalog(signal);
    const plan = (await ask(planRequest(question, [], schemaDigest(catalog)))) as Plan;
    assert.equal(plan.clarification.question, '', plan.clarification.question);
    const compiled = await compile(JSON.stringify(plan), {
      tools: registerTools([createExecuteQuery(), formatResults]),
      queues: { light: 'l', warehouses: { sample: 'w' } },
      ...{ finished: [], taken: [], question },
      contexts: new Map([
        ['sample', { catalog, warehouse, tenant: 'default', timeZone: 'UTC', signal }],
      ]),
    });
    assert.equal(compiled.kind, 'compiled', JSON.stringify(compiled));
    assert.ok(!JSON.stringify(compiled).includes('"warnings"'), JSON.stringify(compiled));
    const results = new Map<string, EvidenceResult>();
    for (const step of plan.steps) {
      const { id, input, expect } = step;
      if (!isQueryInput(input)) continue;
      const guarded = await guard(input.sql, { catalog, paramCount: 0 });
      assert.ok(guarded.accepted, JSON.stringify(guarded));
      const { sql, facts } = guarded;
      const statement = { sql, params: [], timeZone: 'UTC', tenant: 'default', timeoutMs: 20_000 };
      const result = await warehouse.query(
        statement,
        { maxRows: 10_000, maxBytes: 8_000_000 },
        { signal, onProgress: () => {} },
      );
      assert.deepEqual(
        result.columns.map(({ name }) => name),
        expect.columns,
      );
      const { findings, warnings } = verifyResult({ ...step, facts }, result, sampleAsOf);
      assert.deepEqual({ id, findings, warnings }, { id, findings: [], warnings: [] });
      results.set(id, {
        ...result,
        shown: result.rows,
        rung: 'live',
        ageSeconds: null,
        measure: input.measure,
        limit: facts.limit,
        literals: facts.literals,
        period: input.period,
      });
    }
    const declared = plan.steps.map(({ id, tool, input }) => ({
      id,
      tool,
      ...(isQueryInput(input) && { measure: input.measure, filters: input.filters }),
    }));
    const shown = [...results].map(([step, { columns, rows, rowCount, truncated }]) =>
      writeBlock('data', { columns, rows, rowCount, truncated, rung: 'live' }, { step, id: 'n' }),
    );
    const prompt = [
      questionBlock(question, locale),
      writeBlock('plan', { steps: declared }),
      ...shown,
    ];
    const interpretation = (await ask(
      request('interpreter', [prompt.join('\n')]),
    )) as Interpretation;
    const { intent } = plan;
    const evidence = { question, locale, timeZone: 'UTC', intent, results };
    const grounded = ground(interpretation, evidence);
    assert.deepEqual(grounded.findings, [], interpretation.text);
    assert.deepEqual(checkPlainText(intent, evidence), [], intent);
    return { plan, results, text: grounded.text };
  }

  /** A result of two columns as the truth has it. */
  function asTruth(result: EvidenceResult | undefined): Truth {
    assert.ok(result);
    return new Map(
      result.rows.map(([key, value]) =>
        value === undefined
          ? ['total', String(key)]
          : [key === '(unknown)' ? null : String(key), String(value)],
      ),
    );
  }

  for (const [question, step, expected] of [
    ['Revenue by region for Q4 2025', 'revenue', truth.revenueUsd({ ...q4, by: 'region' })],
    ['What was total revenue in 2025?', 'revenue', truth.revenueUsd(year2025)],
    ['Revenue per month in 2025', 'revenue', truth.revenueUsd({ ...year2025, by: 'month' })],
    ['Revenue by category in Q4 2025', 'revenue', truth.revenueUsd({ ...q4, by: 'category' })],
    ['Orders by channel in Q4 2025', 'orders', truth.orders({ ...q4, by: 'channel' })],
    ['Orders by product in Q4 2025', 'orders', truth.orders({ ...q4, by: 'product' })],
    ['Units sold by category in 2025', 'units', truth.units({ ...year2025, by: 'category' })],
    [
      'Average order value by customer segment in Q4 2025',
      'average_order_value',
      truth.averageOrderValueUsd({ ...q4, by: 'segment' }),
    ],
    ['How many customers bought in Q4 2025?', 'customers', truth.customers(q4)],
    [
      'Number of customers by region in 2025',
      'customers',
      truth.customers({ ...year2025, by: 'region' }),
    ],
    ['How many items were returned in 2025?', 'returns', truth.returns(year2025)],
    ['How much did customers spend in 2025?', 'revenue', truth.revenueUsd(year2025)],
    [
      'Revenue by region, year over year, for 2025',
      'revenue',
      truth.revenueUsd({ ...year2025, by: 'region' }),
    ],
    ['Returns by category in 2025', 'returns', truth.returns({ ...year2025, by: 'category' })],
    ['Refunds per quarter in 2025', 'refunds', truth.refundsUsd({ ...year2025, by: 'quarter' })],
    ['2025年の商品別売上', 'revenue', truth.revenueUsd({ ...year2025, by: 'product' })],
    ['Umsatz nach Kanal im 4. Quartal 2025', 'revenue', truth.revenueUsd({ ...q4, by: 'channel' })],
  ] satisfies [string, string, Truth][]) {
    it(`answers "${question}" truly`, async () => {
      const { results, text } = await answer(question);
      assert.deepEqual(sorted(asTruth(results.get(step))), sorted(expected));
      assert.ok(text.length > 0);
    });
  }

  it('compares two quarters in parallel steps, with a chart', async () => {
    const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';
    const { plan, results, text } = await answer(question);
    assert.deepEqual(
      plan.steps.map(({ id, tool, dependsOn }) => [id, tool, dependsOn]),
      [
        ['revenue', 'execute_query', []],
        ['revenue_before', 'execute_query', []],
        ['chart', 'format_results', ['revenue']],
      ],
    );
    const truths = [q4, q3].map((period) => truth.revenueUsd({ ...period, by: 'region' }));
    for (const [index, step] of ['revenue', 'revenue_before'].entries()) {
      assert.deepEqual(sorted(asTruth(results.get(step))), sorted(truths[index]));
    }
    assert.match(text, /^Revenue in Q4 2025 was \$\S+, up \S+% on Q3 2025 \(\$\S+\)\. /);
    assert.match(text, /\(unknown\)/);
  });

  for (const question of [
    'Top 5 products by revenue in 2025',
    'Top 3 customers by orders this year compared with last year',
    'Bottom 3 categories by units last quarter',
    'Which channel had the highest revenue last month?',
    'Revenue by month and region over the last 12 months',
    'Revenue in EMEA and APAC in Q4 2025, year over year',
    'Average order value in Q4 2025 vs Q3 2025',
    'Orders since March 2026 by month for web',
    'Returns by reason in Q1 2026 compared with the previous quarter',
    'Umsatz nach Region im 4. Quartal 2025 im Vergleich zum Vorquartal',
    'Top 5 Produkte nach Umsatz in den letzten 12 Monaten',
    '2025年第4四半期の地域別売上を見せてください。第3四半期と比べてどうですか？',
    '先月のチャネル別注文数を教えてください',
  ]) {
    for (const locale of ['en-US', 'de-DE', 'ja-JP']) {
      it(`puts "${question}" into words that ground, in ${locale}`, async () => {
        const { text } = await answer(question, locale);
        assert.ok(text.length > 0);
      });
    }
  }
});
