import fc from 'fast-check';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { Warehouse } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { attempt, settingsOf } from '../../test/sql/attacks/attempt.js';
import { changesMissed } from '../../test/sql/attacks/control.js';
import { corpus } from '../../test/sql/attacks/corpus.js';
import { runMutated } from '../../test/sql/attacks/gold-world.js';
import { select } from '../../test/sql/attacks/grammar.js';
import { rolledBack } from '../../test/sql/attacks/reasons.js';
import { dangerous, positions, spellings, wraps } from '../../test/sql/attacks/splices.js';
import { makeWorld, type World } from '../../test/sql/attacks/world.js';
import { goldDatabases } from '../../test/sql/gold.js';
import { sharedData } from '../../test/support.js';
import type { Study } from './study.js';

/** Attacks against the tree, and again with the tree off; what a statement that the guard accepts changes. */
export const attacks: Study = {
  title: 'Attacks: refused by the tree, and what role, transaction and protocol do without it',
  async run() {
    const world = await makeWorld();
    const warehouse = connectWarehouse({ url: world.url, name: 'w', poolSize: 1, catalogTtlMs: 1 });
    const place = { world, warehouse };
    try {
      const lines: Line[] = [];
      for (const [name, groups] of await everyAttack(place)) {
        lines.push(await lineOf(name, groups, place));
      }
      lines.push(await grammar(place));
      // Last: it spoils the world.
      lines.push(await control(world));
      if (sharedData('sql-eval/questions.csv') !== undefined) lines.push(await gold());
      return {
        head: [
          ...['class', 'statements', 'tree refuses', 'without it: refused', 'undone'],
          ...['needs the tree', 'changed anything'],
        ],
        rows: lines.map(({ cells }) => cells),
        missed: lines.flatMap(({ missed }) => missed),
      };
    } finally {
      await warehouse.close();
      await world.close();
    }
  },
};

interface Place {
  readonly world: World;
  readonly warehouse: Warehouse;
}

interface Line {
  readonly cells: readonly string[];
  readonly missed: readonly string[];
}

/** Statements between two looks, and why they may run without the tree: undefined where they may not. */
interface Group {
  readonly statements: readonly string[];
  readonly runs: string | undefined;
  readonly isUndone: boolean;
  /** Run without any harm: what they call is in a place that is never computed. */
  readonly idle?: ReadonlySet<string>;
}

async function everyAttack({ warehouse }: Place): Promise<ReadonlyMap<string, readonly Group[]>> {
  const lines = new Map<string, Group[]>();
  for (const { class: name, sql, needsTree, undone } of corpus) {
    const group = {
      ...{ statements: [sql], runs: needsTree ?? undone, isUndone: undone !== undefined },
    };
    lines.set(name, [...(lines.get(name) ?? []), group]);
  }
  // A division by zero tells which places and wraps are never computed.
  const idlePlaces = await ranOf(positions, '(1/0)', warehouse);
  const idleWraps = await ranOf(wraps, 'select 1/0 as a', warehouse);
  lines.set(
    `a dangerous function in each of ${positions.length} places`,
    dangerous.map(({ call, runs }) => {
      const all = (places: typeof positions) =>
        spellings(call).flatMap((spelt) => places.map((at) => at(spelt)));
      return {
        ...{ statements: all(positions), runs, isUndone: runs === rolledBack },
        idle: new Set(all(idlePlaces)),
      };
    }),
  );
  lines.set(
    `each attack in each of ${wraps.length} wraps`,
    corpus.map(({ sql, needsTree, undone }) => ({
      statements: wraps.map((wrap) => wrap(sql)),
      ...{ runs: needsTree ?? undone, isUndone: undone !== undefined },
      idle: new Set(idleWraps.map((wrap) => wrap(sql))),
    })),
  );
  return lines;
}

async function ranOf<T extends (sql: string) => string>(
  ways: readonly T[],
  sql: string,
  warehouse: Warehouse,
): Promise<T[]> {
  const ran: T[] = [];
  // However slow the machine: what runs in them without being computed is held against this.
  for (const way of ways) if (await attempt(warehouse, way(sql), 10_000)) ran.push(way);
  return ran;
}

async function lineOf(name: string, groups: readonly Group[], place: Place): Promise<Line> {
  const counts = { all: 0, tree: 0, refused: 0, undone: 0, needsTree: 0, changed: 0 };
  const missed: string[] = [];
  let before = await stateOf(place);
  for (const { statements, runs, isUndone, idle } of groups) {
    for (const sql of statements) {
      counts.all += 1;
      const guarded = await guard(sql, {
        ...{ catalog: place.world.catalog, paramCount: 0, anyOutput: true },
      });
      if (guarded.accepted) missed.push(`${name}: the tree lets through: ${sql}`);
      else counts.tree += 1;
      const ran = await attempt(place.warehouse, sql);
      const isIdle = idle?.has(sql) === true;
      if (ran && runs === undefined && !isIdle) missed.push(`${name}: nobody says why: ${sql}`);
      // Of a single attack it is said, whether or not it came to its end within our time limit.
      const isLoose = ran || (idle === undefined && runs !== undefined);
      counts[!isLoose ? 'refused' : isUndone || isIdle ? 'undone' : 'needsTree'] += 1;
    }
    const after = await stateOf(place);
    if (after !== before) {
      counts.changed += 1;
      missed.push(`${name}: something changed after: ${statements[0] ?? ''}`);
    }
    before = after;
  }
  return { cells: [name, ...Object.values(counts).map(String)], missed };
}

/** Those that are refused are counted, and those that are not are run as the agent. */
async function grammar(place: Place): Promise<Line> {
  const statements = fc.sample(select, { numRuns: 20_000, seed: 1 });
  const before = await stateOf(place);
  let refused = 0;
  for (const sql of statements) {
    const guarded = await guard(sql, { catalog: place.world.catalog, paramCount: 0 });
    if (guarded.accepted) await attempt(place.warehouse, guarded.sql);
    else refused += 1;
  }
  const isSame = (await stateOf(place)) === before;
  const name = 'statements of a grammar; the accepted ones run';
  return acceptedLine(name, { statements: statements.length, refused, isSame, blind: [] });
}

async function gold(): Promise<Line> {
  const all = { statements: 0, refused: 0, isSame: true, blind: [] as string[] };
  for (const database of goldDatabases) {
    const one = await runMutated(database, { turns: 2, splices: 600, most: Infinity });
    all.statements += one.statements;
    all.refused += one.refused;
    all.isSame &&= one.isSame;
    all.blind.push(...one.blind);
  }
  return acceptedLine('mutated gold queries; the accepted ones run', all);
}

async function control(world: World): Promise<Line> {
  const blind = await changesMissed(world);
  return {
    cells: [
      'control: kinds of real change that the comparison does not see',
      '',
      '',
      '',
      '',
      '',
      String(blind.length),
    ],
    missed: blind.map((kind) => `the comparison does not see a change of ${kind}`),
  };
}

function acceptedLine(
  name: string,
  {
    statements,
    refused,
    isSame,
    blind,
  }: {
    readonly statements: number;
    readonly refused: number;
    readonly isSame: boolean;
    readonly blind: readonly string[];
  },
): Line {
  return {
    cells: [name, `${statements}`, `${refused}`, '', '', '', isSame ? '0' : '1'],
    missed: [
      ...(isSame ? [] : [`${name}: something changed`]),
      ...blind.map((kind) => `${name}: the comparison does not see a change of ${kind}`),
    ],
  };
}

async function stateOf({ world, warehouse }: Place): Promise<string> {
  return `${await settingsOf(warehouse)}\n${await world.state()}`;
}
