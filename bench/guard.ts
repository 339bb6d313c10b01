import { guard } from '../src/sql/guard.js';
import { goldQueries } from '../test/sql/gold.js';
import { sharedData } from '../test/support.js';
import { percentile } from './measure.js';

/**
 * Milliseconds that the guard takes for a statement, by parts of a hundred: of the gold queries where they are here, else
 * of a few of the same kind. The first pass, which warms the code up, is not counted.
 */
export async function guardMs(): Promise<{
  readonly p50: number;
  readonly p99: number;
  readonly where: string;
}> {
  const isHere = sharedData('sql-eval/questions.csv') !== undefined;
  const statements = isHere ? (await goldQueries()).map(({ sql }) => sql) : few;
  const times: number[] = [];
  for (let round = 0; round < 6; round++) {
    for (const sql of statements) {
      const start = performance.now();
      await guard(sql, { paramCount: 0 });
      if (round > 0) times.push(performance.now() - start);
    }
  }
  const where = isHere ? `${statements.length} gold queries` : `${statements.length} queries`;
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), where };
}

const few = [
  'select region, sum(amount) as revenue from orders group by region order by revenue desc limit 5',
  "with m as (select date_trunc('month', ordered_at) as month, sum(amount) as a from orders group by 1) select month, a, a - lag(a) over (order by month) as change from m",
  "select c.segment, count(distinct o.id) as n from customers c left join orders o on o.customer_id = c.id and o.status = 'paid' group by 1 having count(*) > 3",
];
