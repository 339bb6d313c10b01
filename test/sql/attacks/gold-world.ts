import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { mutantsOf } from '../../../bench/truth/mutations/gold-mutants.js';
import {
  connectWarehouse,
  type ConnectedWarehouse,
} from '../../../src/adapters/warehouse/connect-warehouse.js';
import { guard } from '../../../src/sql/guard.js';
import { readSelect } from '../../../src/sql/select/text.js';
import { sharedData } from '../../support.js';
import { attempt, settingsOf } from './attempt.js';
import { goldQueries } from '../gold.js';
import { changesMissed } from './control.js';
import { pieces, spliced } from './pieces.js';
import { dangerous } from './splices.js';
import { worldOf } from './world.js';

/** What became of one database's mutated gold queries, run as the agent where the guard let them through. */
export interface Mutated {
  readonly statements: number;
  readonly refused: number;
  readonly ran: number;
  /** Whether rows, catalog, settings, locks, files … are as they were. */
  readonly isSame: boolean;
  /** Kinds of change that the comparison would not have seen. */
  readonly blind: readonly string[];
}

/** Each gold query with mistakes in up to `turns` places of its tree, and `splices` with pieces of attacks in its text. */
export async function runMutated(
  database: string,
  {
    turns,
    splices,
    most,
  }: { readonly turns: number; readonly splices: number; readonly most: number },
): Promise<Mutated> {
  const world = await worldOf(await readFile(sharedData(`sql-eval/${database}.sql`) ?? '', 'utf8'));
  const warehouse = connectWarehouse({
    url: world.url,
    name: 'w',
    poolSize: 1,
    catalogTtlMs: 3_600_000,
  });
  try {
    const catalog = await warehouse.catalog(new AbortController().signal);
    const gold = (await goldQueries()).filter((query) => query.database === database);
    const mistaken = (
      await Promise.all(
        gold.map(async ({ sql }) => {
          const select = await readSelect(sql);
          return select === undefined
            ? []
            : mutantsOf(select, catalog, turns).map((each) => each.sql);
        }),
      )
    ).flat();
    const cuts = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...hostile)), { maxLength: 3 });
    const texts = fc
      .sample(fc.tuple(fc.nat(), cuts), { numRuns: splices, seed: 3 })
      .map(([pick, at]) => spliced(gold[pick % gold.length]?.sql ?? '', at));
    const statements = [...everyNth(mistaken, most), ...texts];

    const before = await lookAt(warehouse, world);
    let [refused, ran] = [0, 0];
    for (const sql of statements) {
      const guarded = await guard(sql, { catalog, paramCount: 0, anyOutput: true });
      if (!guarded.accepted) refused += 1;
      else if (await attempt(warehouse, guarded.sql)) ran += 1;
    }
    const isSame = (await lookAt(warehouse, world)) === before;
    const blind = await changesMissed(world);
    return { statements: statements.length, refused, ran, isSame, blind };
  } finally {
    await warehouse.close();
    await world.close();
  }
}

const hostile = [...pieces, ...dangerous.map(({ call }) => ` ${call} `)];

/** At most so many, from all over the list. */
function everyNth<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

async function lookAt(
  warehouse: ConnectedWarehouse,
  world: { state(): Promise<string> },
): Promise<string> {
  return `${await settingsOf(warehouse)}\n${await world.state()}`;
}
