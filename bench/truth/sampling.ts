import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { ResultSet } from '../../src/domain/result.js';
import type { Catalog, Warehouse } from '../../src/ports.js';
import { readSample } from '../../src/sql/sample/read-sample.js';
import { sample, type Scaled } from '../../src/sql/sample/sample.js';
import { sampleDatabase } from '../../test/embedded/sample/sample-database.js';
import { percentOf, type Study, type StudyTable } from './study.js';

/** How often the stated 95 % interval holds the truth, and whether groups on few pages stay without a figure. */
export const sampling: Study = {
  title: 'Samples: how often the stated 95 % interval holds the truth',
  async run() {
    return report(await sampledQueries({ whole: 2_000, grouped: 200 }));
  },
};

/** What many samples of one query came to. */
export interface Drawn {
  readonly name: string;
  readonly isGrouped: boolean;
  readonly samples: number;
  /** Figures with an interval, and those of them whose interval holds the truth. */
  readonly figures: number;
  readonly held: number;
  /** Figures that were refused, and figures shown although their group was on fewer than 30 pages. */
  readonly refused: number;
  readonly tooFew: number;
}

/** Draws seeds from 1 up: `whole` of queries without groups, `grouped` of the others, whose samples have many figures. */
export async function sampledQueries(seeds: {
  readonly whole: number;
  readonly grouped: number;
}): Promise<Drawn[]> {
  const database = await sampleDatabase();
  const warehouse = connectWarehouse({
    ...{ url: database.url, name: 'sample', poolSize: 4 },
    catalogTtlMs: 600_000,
  });
  try {
    const catalog = await warehouse.catalog(never);
    return await Promise.all(queries.map(([name, sql]) => draw(name, sql)));

    async function draw(name: string, sql: string): Promise<Drawn> {
      const truth = await read(warehouse, sql);
      const isGrouped = truth.columns.length > 1;
      const samples = isGrouped ? seeds.grouped : seeds.whole;
      const tallies: Tally[] = [];
      for (let seed = 1; seed <= samples; seed += 1) {
        const scaled = await scaledOf(sql, catalog, seed);
        tallies.push(tally(await read(warehouse, scaled.sql), scaled, truth));
      }
      const sum = (part: keyof Tally) => tallies.reduce((all, one) => all + one[part], 0);
      return {
        ...{ name, isGrouped, samples },
        ...{ figures: sum('figures'), held: sum('held') },
        ...{ refused: sum('refused'), tooFew: sum('tooFew') },
      };
    }
  } finally {
    await warehouse.close();
    await database.drop();
  }
}

type Tally = Pick<Drawn, 'figures' | 'held' | 'refused' | 'tooFew'>;

async function scaledOf(sql: string, catalog: Catalog, seed: number): Promise<Scaled> {
  const sampled = await sample(sql, { catalog, seed, percent: 10, minPages });
  if (sampled.kind !== 'scaled') throw new Error(`Cannot be sampled: ${sql}`);
  return sampled;
}

/** One sample against the truth, its figures by the group's key. */
function tally(raw: ResultSet, scaled: Scaled, truth: ResultSet): Tally {
  const { result, intervals } = readSample(raw, scaled);
  const [measure = ''] = scaled.columns.flatMap(({ name, kind }) => (kind === 'key' ? [] : [name]));
  const truths = byKey(truth, measure, measure);
  const keys = [...byKey(result, measure, measure).keys()];
  const pages = byKey(raw, measure, `${measure}__pages`);
  const held = intervals.filter(({ row, low, high }) => {
    const real = Number(truths.get(keys[row] ?? ''));
    return Number(low) <= real && real <= Number(high);
  });
  const shown = intervals.map(({ row }) => Number(pages.get(keys[row] ?? '')));
  return {
    figures: intervals.length,
    held: held.length,
    refused: raw.rows.length - intervals.length,
    tooFew: shown.filter((drawn) => drawn < minPages).length,
  };
}

/** A column by the text columns beside the measure. */
function byKey(result: ResultSet, measure: string, column: string): Map<string, unknown> {
  const at = result.columns.findIndex(({ name }) => name === column);
  const keys = result.columns.flatMap(({ name }, place) =>
    name === measure || name.includes('__') ? [] : [place],
  );
  return new Map(
    result.rows.map((cells) => [JSON.stringify(keys.map((place) => cells[place])), cells[at]]),
  );
}

async function read(warehouse: Pick<Warehouse, 'query'>, sql: string): Promise<ResultSet> {
  return await warehouse.query(
    { sql, params: [], timeZone: 'UTC', tenant: 'default', timeoutMs: 60_000 },
    { maxRows: 1_000, maxBytes: 10_000_000 },
    { signal: never, onProgress: () => {} },
  );
}

function report(drawn: readonly Drawn[]): StudyTable {
  return {
    head: ['query', 'samples', 'figures', 'held', 'coverage', 'refused', 'on too few pages'],
    rows: drawn.map(({ name, samples, figures, held, refused, tooFew }) => [
      ...[name, String(samples), String(figures), String(held), percentOf(held, figures)],
      ...[String(refused), String(tooFew)],
    ]),
    missed: drawn.flatMap(({ name, isGrouped, figures, held, tooFew }) => [
      ...(!isGrouped && held < leastCoverage * figures ? [`${name}: less than 93 % are held`] : []),
      ...(tooFew > 0 ? [`${name}: figures on fewer than 30 pages`] : []),
    ]),
  };
}

const never = new AbortController().signal;
const minPages = 30;
const leastCoverage = 0.93;

const queries: readonly (readonly [name: string, sql: string])[] = [
  ['sum of all lines', 'SELECT sum(net_amount) AS revenue FROM order_items'],
  [
    'sum of two years, joined',
    `SELECT sum(i.net_amount) AS revenue FROM order_items i JOIN orders o USING (order_id)
     WHERE o.status <> 'cancelled' AND o.ordered_at >= '2024-07-01' AND o.ordered_at < '2026-07-01'`,
  ],
  [
    'count of orders by web',
    "SELECT count(*) AS orders FROM orders o JOIN channels c USING (channel_id) WHERE c.name = 'web'",
  ],
  ['sum of large lines', 'SELECT sum(net_amount) AS revenue FROM order_items WHERE quantity >= 5'],
  [
    'sum by region',
    `SELECT r.name AS region, sum(i.net_amount) AS revenue FROM order_items i
     JOIN orders o USING (order_id) JOIN regions r USING (region_id) GROUP BY r.name`,
  ],
  [
    'sum by product',
    'SELECT p.name AS product, sum(i.net_amount) AS revenue FROM order_items i JOIN products p USING (product_id) GROUP BY p.name',
  ],
];
