import fc from 'fast-check';
import { dangerous } from './splices.js';

const names = dangerous.map(({ call }) => call.slice(0, call.indexOf('(')));

/** SELECTs over `orders` of `world.ts`, most of them harmless, some with something in them that is not. */
export const select: fc.Arbitrary<string> = fc.letrec<{ query: string; expression: string }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      often(fc.constantFrom('o.id', 'o.amount', 'o.region', '1', "'x'", 'null', 'current_date')),
      often(
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '||', '=', '<', 'and'), tie('expression'))
          .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      ),
      often(
        fc
          .tuple(fc.constantFrom('lower', 'coalesce', 'length', 'round', 'max'), tie('expression'))
          .map(([name, argument]) => `${name}(${argument})`),
      ),
      often(
        fc
          .tuple(tie('expression'), tie('expression'))
          .map(([a, b]) => `case when ${a} is null then ${b} end`),
      ),
      often(tie('query').map((query) => `(${query})`)),
      often(tie('query').map((query) => `exists (${query})`)),
      often(
        fc
          .tuple(tie('expression'), fc.constantFrom('text', 'int', 'numeric'))
          .map(([a, type]) => `(${a})::${type}`),
      ),
      seldom(
        fc
          .tuple(fc.constantFrom(...names), tie('expression'))
          .map(([name, argument]) => `${name}(${argument})`),
      ),
      seldom(
        fc.constantFrom('o.evil', '(o).evil', 'evil(o)', 'delete_all()', '1 !!! 1', "''::regclass"),
      ),
    ),
    query: fc
      .tuple(
        fc.constantFrom(
          'orders o',
          'orders o',
          'secret o',
          'pg_roles o',
          '(select * from orders) o',
          'generate_series(1, 3) o(id)',
        ),
        tie('expression'),
        fc.option(tie('expression'), { nil: undefined }),
        fc.constantFrom(
          '',
          '',
          '',
          '',
          '',
          '',
          ' for update',
          ' into evil_table',
          ' order by 1',
          ' limit 5',
        ),
        fc.constantFrom(
          '',
          '',
          '',
          'with d as (delete from orders returning id) ',
          'with c as (select 1 as one) ',
        ),
      )
      .map(
        ([from, column, where, end, start]) =>
          `${start}select ${column} as a from ${from}${where === undefined ? '' : ` where (${where}) is not null`}${end}`,
      ),
  }),
).query;

function often<T>(arbitrary: fc.Arbitrary<T>) {
  return { arbitrary, weight: 12 };
}

function seldom<T>(arbitrary: fc.Arbitrary<T>) {
  return { arbitrary, weight: 1 };
}
