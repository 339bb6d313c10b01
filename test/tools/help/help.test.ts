import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import type { Catalog, Warehouse } from '../../../src/ports.js';
import { guard } from '../../../src/sql/guard.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { explainFinding } from '../../../src/tools/explain-finding.js';
import type { HelpContext } from '../../../src/tools/help/ask.js';
import { explainAmbiguous } from '../../../src/tools/help/explain-ambiguous.js';
import { explainRange } from '../../../src/tools/help/explain-days.js';
import { explainDivision } from '../../../src/tools/help/explain-division.js';
import { explainEmpty } from '../../../src/tools/help/explain-empty.js';
import {
  explainTooManyRows,
  narrowerQuestions,
} from '../../../src/tools/help/narrower-questions.js';
import { sampleDatabase } from '../../embedded/sample/sample-database.js';
import type { TestDatabase } from '../../support.js';

const period = (from = '', to = '') => ({ from, to });

describe('help for user errors', () => {
  let database: TestDatabase;
  let warehouse: Warehouse & { close(): Promise<void> };
  let catalog: Catalog;
  before(async () => {
    database = await sampleDatabase();
    warehouse = connectWarehouse({
      url: database.url,
      name: 'sample',
      poolSize: 2,
      catalogTtlMs: 60_000,
    });
    catalog = await warehouse.catalog(new AbortController().signal);
  });
  after(async () => {
    await warehouse.close();
    await database.drop();
  });

  const context = (more: Partial<HelpContext> = {}): HelpContext => ({
    catalog,
    warehouse,
    params: [],
    timeZone: 'UTC',
    tenant: '',
    signal: new AbortController().signal,
    ...more,
  });

  for (const [what, sql, params, message, suggestion] of [
    [
      'a period after the end of the data',
      `select sum(i.net_amount) as revenue from orders o join order_items i using (order_id)
       where o.status <> 'cancelled' and o.ordered_at >= '2026-10-01' and o.ordered_at < '2027-01-01'`,
      [],
      /^The data ends 2026-09-30, before Q4 2026: orders\.ordered_at runs from 2024-01-01 to 2026-09-30\.$/,
      'Did you mean Q3 2026?',
    ],
    [
      'a period in parameters',
      'select count(*) as n from orders where ordered_at >= $1::timestamptz and ordered_at < $2::timestamptz',
      ['2026-10-01', '2026-11-01'],
      /before October 2026/,
      'Did you mean September 2026?',
    ],
    [
      'a period that Postgres computes',
      `select order_id from orders where ordered_at >= date '2027-01-01' + interval '1 year'`,
      [],
      /before 2028-01-01/,
      'Did you mean September 2026?',
    ],
    [
      'a period before the beginning',
      `select order_id from orders where ordered_at < '2023-01-01' and ordered_at >= '2022-01-01'`,
      [],
      /^The data begins 2024-01-01, after 2022/,
      'Did you mean 2024?',
    ],
    [
      'a year by extract',
      `select order_id from orders where extract(year from ordered_at) = 2027`,
      [],
      /before 2027/,
      'Did you mean 2025?',
    ],
    [
      'a month by date_trunc, in a WITH query',
      `with late as (select order_id from orders where date_trunc('month', ordered_at) = '2026-12-01') select * from late`,
      [],
      /before December 2026/,
      'Did you mean September 2026?',
    ],
    [
      'a value that no row has',
      `select count(*) as n from orders o where o.status = 'complete' and o.ordered_at >= '2026-01-01'`,
      [],
      /^No row has o\.status = 'complete'; without it there are more than 1,000 rows\.$/,
      `Did you mean 'completed'?`,
    ],
    [
      'a value of a column without a short list',
      `select name from products where name = 'Aluminium Desk Lamb'`,
      [],
      /without it there are 200 rows/,
      /^Did you mean '/,
    ],
    [
      'values that are far from all that exist',
      `select order_id from orders o join regions r using (region_id) where r.name in ('Mars')`,
      [],
      /Mars/,
      `regions.name has 'APAC', 'EMEA', 'LATAM', 'North America'.`,
    ],
    [
      'two filters that each find nothing',
      `select order_id from orders where status = 'lost' and currency = 'GBP'`,
      [],
      /status = 'lost' and currency = 'GBP'/,
      /status has|currency has/,
    ],
    [
      'a bound of HAVING',
      `select customer_id, count(*) as n from orders group by 1 having count(*) > 100000`,
      [],
      /^Every group is left out by HAVING count\(\*\) > 100000\.$/,
      /without that bound/,
    ],
    [
      'a number',
      `select order_id from order_items where quantity > 1000000`,
      [],
      /quantity > 1000000; without it/,
      /Ask again without/,
    ],
  ] as const) {
    it(`says which filter emptied the result: ${what}`, async () => {
      const help = await explainEmpty(sql, context({ params }));
      assert.ok(help);
      assert.match(help.message, message);
      const fits = (text: string) =>
        typeof suggestion === 'string' ? text === suggestion : suggestion.test(text);
      assert.ok(help.suggestions.some(fits), JSON.stringify(help));
    });
  }

  it('says what parameters a plan gives its filters, and of those that are data no value', async () => {
    const sql = 'select order_id from order_items where quantity > $1 and quantity > $2';
    const params = ['1000000', '2000000'];
    const help = await explainEmpty(sql, context({ params, texts: ['1000000', null] }));
    assert.match(help?.message ?? '', /^No row has quantity > '1000000' and quantity > \$2\.$/);
  });

  it('says nothing of a single row of nulls or zeros that rows are behind, nor of an OFFSET', async () => {
    const zero = `select sum(quantity - quantity) as none from order_items where quantity = 1`;
    assert.equal(await explainEmpty(zero, context(), { sure: false }), undefined);
    const past = `select order_id from orders where status = 'completed' offset 1000000`;
    assert.equal(await explainEmpty(past, context()), undefined);
    const nothing = `select sum(quantity) as none from order_items where quantity = 1000`;
    const help = await explainEmpty(nothing, context(), { sure: false });
    assert.match(help?.message ?? '', /^No row has quantity = 1000; /);
  });

  it('is done within its budget, whatever the database does, and never fails', async () => {
    const slow: Warehouse = {
      ...warehouse,
      query: (_, __, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    };
    const help = await explainEmpty(
      `select 1 as x from orders where status = 'a' and currency = 'b'`,
      context({ warehouse: slow, budgetMs: 200 }),
    );
    assert.ok(help && help.suggestions.length > 0);
  });

  it('stops when it is called off', async () => {
    const asked = explainEmpty(
      `select 1 as x from orders where status = 'a'`,
      context({ signal: AbortSignal.abort(new Error('called off')) }),
    );
    await assert.rejects(asked, /called off/);
  });

  it('offers narrower questions that are five times cheaper', async () => {
    const sql = 'select status, count(*) as n from orders group by status';
    const { cost } = await warehouse.explain(
      { sql, params: [], timeZone: 'UTC', tenant: '', timeoutMs: 1_000 },
      context().signal,
    );
    const found = await narrowerQuestions(sql, context());
    assert.ok(
      found.some(({ suggestion }) => suggestion.startsWith('Only the last month, September 2026')),
    );
    for (const { sql, cost: less } of found) {
      assert.ok(less * 5 <= cost);
      assert.ok((await guard(sql, { catalog, paramCount: 0 })).accepted);
    }
  });

  for (const [what, sql, suggestion] of [
    [
      'a date of the table that the statement’s own refers to',
      'select count(*) as n from order_items a cross join order_items b where a.net_amount < b.net_amount',
      'Only the last month, September 2026 (by ordered_at of orders).',
    ],
    [
      'a date inside a WITH query that is joined',
      `with monthly as (select region_id, date_trunc('month', ordered_at) as month, count(*) as n from orders group by 1, 2)
       select r.name, m.month, m.n from monthly m join regions r on r.region_id = m.region_id`,
      'Only the last month, September 2026 (by ordered_at).',
    ],
    [
      'a date in both arms of a UNION',
      `select 'a' as part, count(*) as n from orders union all select 'b', count(*) from orders where status = 'pending'`,
      'Only the last month, September 2026 (by ordered_at).',
    ],
    [
      'the last month of the period that is asked for',
      `select count(*) as n from orders a join orders b on a.customer_id < b.customer_id
       where a.ordered_at >= '2025-01-01' and a.ordered_at < '2026-01-01'`,
      'Only the last month, December 2025 (by ordered_at).',
    ],
    [
      'the last day of a single month',
      `select count(*) as n from orders a join orders b on a.customer_id < b.customer_id
       where a.ordered_at >= '2025-12-01' and a.ordered_at < '2026-01-01'`,
      'Only the last day, 2025-12-31 (by ordered_at).',
    ],
    [
      'one value of a table that is referred to',
      'select count(*) as n from products a cross join products b cross join products c',
      /^One category at a time, such as /,
    ],
  ] as const) {
    it(`offers narrower questions: ${what}`, async () => {
      const { cost } = await warehouse.explain(
        { sql, params: [], timeZone: 'UTC', tenant: '', timeoutMs: 1_000 },
        context().signal,
      );
      const found = await narrowerQuestions(sql, context({ budgetMs: 10_000 }));
      const suggestions = found.map((each) => each.suggestion);
      assert.ok(
        suggestions.some((each) =>
          typeof suggestion === 'string' ? each === suggestion : suggestion.test(each),
        ),
        suggestions.join(' '),
      );
      for (const less of found) {
        assert.ok(less.cost * 5 <= cost);
        assert.ok((await guard(less.sql, { catalog, paramCount: 0 })).accepted);
      }
    });
  }

  it('offers none where nothing is cheaper', async () => {
    const sql = 'select reason, count(*) as n from returns group by reason';
    assert.deepEqual(await narrowerQuestions(sql, context()), []);
  });

  it('offers totals instead of too many rows', async () => {
    const help = await explainTooManyRows(
      'select order_id, ordered_at, status from orders',
      10_000,
      context(),
    );
    assert.match(help.message, /about 60,000 rows, and at most 10,000 are shown/);
    assert.ok(help.suggestions.includes('Ask for totals by status.'), JSON.stringify(help));
    assert.ok(
      help.suggestions.includes('Ask for totals by month of ordered_at.'),
      JSON.stringify(help),
    );
  });

  for (const [what, sql, from, to, suggestion] of [
    [
      'a declared period that is turned round',
      'select 1 as x',
      '2026-12-31',
      '2026-01-01',
      'Did you mean 2026-01-01 to 2026-12-31?',
    ],
    [
      'an empty one',
      'select 1 as x',
      '2026-01-01',
      '2026-01-01',
      'Did you mean the day 2026-01-01?',
    ],
    ['a day that does not exist', 'select 1 as x', '2026-02-30', '', 'Did you mean 2026-02-28?'],
    ['a month that does not exist', 'select 1 as x', '', '2026-13-01', 'Did you mean 2026-12-31?'],
    [
      'one in the SQL',
      `select order_id from orders where ordered_at >= '2026-05-01' and ordered_at < '2026-04-01'`,
      '',
      '',
      'Did you mean 2026-04-01 to 2026-05-01?',
    ],
    [
      'BETWEEN',
      `select order_id from orders where ordered_at between '2026-05-01' and '2026-03-31'`,
      '',
      '',
      'Did you mean 2026-04-01 to 2026-05-01?',
    ],
    [
      'a good one',
      `select order_id from orders where ordered_at between '2026-05-01' and '2026-05-01'`,
      '2026-05-01',
      '2026-05-02',
      undefined,
    ],
  ] as const) {
    it(`finds impossible periods: ${what}`, async () => {
      const help = await explainRange({ sql, period: period(from, to) }, catalog);
      assert.deepEqual(help?.suggestions[0], suggestion);
    });
  }

  it('finds impossible periods in the texts that parameters are given', async () => {
    const sql = 'select order_id from orders where ordered_at >= $1::date and ordered_at < $2';
    const found = (texts: readonly (string | null)[]) =>
      explainRange({ sql, period: period() }, catalog, texts);
    const turned = await found(['2026-05-01', '2026-04-01']);
    assert.deepEqual(turned?.suggestions, ['Did you mean 2026-04-01 to 2026-05-01?']);
    assert.equal(await found(['2026-04-01', '2026-05-01']), undefined);
    assert.equal(await found(['2026-05-01', null]), undefined);
  });

  it('finds the day that no calendar has in a parameter', async () => {
    const failure = new ToolFailure({
      ...{ error: 'impossible_date', class: 'user_error', message: 'No such day.', code: '22008' },
    });
    const sql = 'select order_id from orders where ordered_at >= $1';
    const asked = { sent: sql, written: sql, texts: ['2026-02-30'] };
    const { what, fix } = await explainFinding(failure, asked, catalog);
    assert.deepEqual(
      [what, fix],
      ['No such day. There is no day 2026-02-30.', 'Did you mean 2026-02-28?'],
    );
  });

  for (const [sql, message, suggestion] of [
    [
      'select a / b as x from t',
      /In a \/ b, b is zero somewhere/,
      /^Write a \/ \(NULLIF\(b, 0\)\):/,
    ],
    [
      'select sum(a) / count(c) as x, d % 0 as y from t',
      /count\(c\).*or: In d % 0/,
      /NULLIF\(count\(c\), 0\)/,
    ],
    ['select mod(a, b) as x from t', /mod\(a, b\)/, /mod\(a, NULLIF\(b, 0\)\)/],
  ] as const) {
    it(`says what divides by zero in ${sql}`, async () => {
      const help = await explainDivision(sql);
      assert.match(help?.message ?? '', message);
      assert.match(help?.suggestions[0] ?? '', suggestion);
    });
  }

  it('finds no fault with divisions that cannot fail', async () => {
    assert.equal(
      await explainDivision('select a / 2.0 as x, b / nullif(c, 0) as y from t'),
      undefined,
    );
  });

  it('names the tables that an ambiguous column may be of', async () => {
    const sql = `select region_id, count(*) as n from orders o join customers c using (customer_id) group by region_id`;
    assert.deepEqual(await explainAmbiguous(sql, catalog), {
      message: 'region_id could be o.region_id or c.region_id.',
      suggestions: ['Write o.region_id.', 'Write c.region_id.'],
    });
    assert.equal(
      await explainAmbiguous(
        'select customer_id from orders o join customers c using (customer_id)',
        catalog,
      ),
      undefined,
    );
  });
});
