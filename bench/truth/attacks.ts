import fc from 'fast-check';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { Warehouse } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { attempt, settingsOf } from '../../test/sql/attacks/attempt.js';
import { corpus, type Attack } from '../../test/sql/attacks/corpus.js';
import { select } from '../../test/sql/attacks/grammar.js';
import { dangerous, positions, wraps } from '../../test/sql/attacks/splices.js';
import { makeWorld, type World } from '../../test/sql/attacks/world.js';
import type { Study } from './study.js';

/** Attacks against the tree, and again with the tree off; what a statement that the guard accepts changes. */
export const attacks: Study = {
  title: 'Attacks: refused by the tree, and what role, transaction and protocol do without it',
  async run() {
    const world = await makeWorld();
    const warehouse = connectWarehouse({ url: world.url, name: 'w', poolSize: 1, catalogTtlMs: 1 });
    try {
      const classes = await byClass(world, warehouse);
      const generated = [
        await splices(world),
        await wrapped(world),
        await grammar(world, warehouse),
      ];
      const rows = [...classes, ...generated];
      return {
        head: [
          'class',
          'statements',
          'tree refuses',
          'without it: refused',
          'undone',
          'needs the tree',
          'changed anything',
        ],
        rows: rows.map(({ cells }) => cells),
        missed: rows.flatMap(({ missed }) => missed),
      };
    } finally {
      await warehouse.close();
      await world.close();
    }
  },
};

interface Line {
  readonly cells: readonly string[];
  readonly missed: readonly string[];
}

async function byClass(world: World, warehouse: Warehouse): Promise<Line[]> {
  const lines: Line[] = [];
  for (const name of new Set(corpus.map((attack) => attack.class))) {
    const mine = corpus.filter((attack) => attack.class === name);
    const refused = await refusedOf(
      mine.map(({ sql }) => sql),
      world,
    );
    const alone = await withoutTree(mine, world, warehouse);
    lines.push({
      cells: [
        name,
        mine.length,
        refused,
        alone.refused,
        alone.undone,
        alone.needsTree,
        alone.changed,
      ].map(String),
      missed: [
        ...(refused < mine.length
          ? [`${name}: the tree lets ${mine.length - refused} through`]
          : []),
        ...(alone.changed > 0
          ? [`${name}: ${alone.changed} changed something without the tree`]
          : []),
      ],
    });
  }
  return lines;
}

async function withoutTree(mine: readonly Attack[], world: World, warehouse: Warehouse) {
  const counts = { refused: 0, undone: 0, needsTree: 0, changed: 0 };
  let before = await stateOf(world, warehouse);
  for (const { sql, needsTree } of mine) {
    const ran = await attempt(warehouse, sql);
    counts[needsTree !== undefined ? 'needsTree' : ran ? 'undone' : 'refused'] += 1;
    const after = await stateOf(world, warehouse);
    if (after !== before) counts.changed += 1;
    before = after;
  }
  return counts;
}

async function splices(world: World): Promise<Line> {
  const statements = dangerous.flatMap((name) =>
    positions.flatMap((at) => [at(`${name}('x')`), at(`pg_catalog.${name}(1)`)]),
  );
  return generated('dangerous function in every place', statements, world);
}

async function wrapped(world: World): Promise<Line> {
  const statements = corpus.flatMap(({ sql }) => wraps.map((wrap) => wrap(sql)));
  return generated('attack in every wrap', statements, world);
}

async function generated(name: string, statements: readonly string[], world: World): Promise<Line> {
  const refused = await refusedOf(statements, world);
  return {
    cells: [name, `${statements.length}`, `${refused}`, '', '', '', ''],
    missed: refused < statements.length ? [`${name}: ${statements.length - refused} pass`] : [],
  };
}

/** Those that are refused are counted, and those that are not are run as the agent. */
async function grammar(world: World, warehouse: Warehouse): Promise<Line> {
  const statements = fc.sample(select, { numRuns: 20_000, seed: 1 });
  const before = await stateOf(world, warehouse);
  let refused = 0;
  for (const sql of statements) {
    const guarded = await guard(sql, { catalog: world.catalog, paramCount: 0 });
    if (guarded.accepted) await attempt(warehouse, guarded.sql);
    else refused += 1;
  }
  const changed = (await stateOf(world, warehouse)) === before ? 0 : 1;
  return {
    cells: [
      'grammar, accepted ones run',
      `${statements.length}`,
      `${refused}`,
      '',
      '',
      '',
      `${changed}`,
    ],
    missed: changed > 0 ? ['a statement of the grammar that was accepted changed something'] : [],
  };
}

async function refusedOf(statements: readonly string[], { catalog }: World): Promise<number> {
  let refused = 0;
  for (const sql of statements) {
    const guarded = await guard(sql, { catalog, paramCount: 0, anyOutput: true });
    if (!guarded.accepted) refused += 1;
  }
  return refused;
}

async function stateOf(world: World, warehouse: Warehouse): Promise<string> {
  return `${await world.state()}\n${await settingsOf(warehouse)}`;
}
