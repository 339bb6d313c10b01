import type { SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { levelsOf } from '../select/levels.js';
import { readSelect } from '../select/text.js';
import { comparedWithItself } from './compared-with-itself.js';
import { integerDivision, unguardedRatio } from './divisions.js';
import { limitWithoutOrder } from './limit-without-order.js';
import type { Doubt, Lint } from './lint.js';
import { mixedUnits } from './mixed-units.js';
import { repeatedRows } from './repeated-rows.js';
import { undoneLeftJoin } from './undone-left-join.js';
import { unknownValue } from './unknown-value.js';
import { unlinkedTables } from './unlinked-tables.js';

const lints: readonly Lint[] = [
  comparedWithItself,
  unlinkedTables,
  undoneLeftJoin,
  repeatedRows,
  unguardedRatio,
  integerDivision,
  unknownValue,
  limitWithoutOrder,
  mixedUnits,
];

/** What is suspicious or wrong about a SELECT that the guard has let through, each once. */
export async function lintSql(sql: string, catalog: Catalog): Promise<readonly Doubt[]> {
  const select = await readSelect(sql);
  return select === undefined ? [] : lintSelect(select, catalog);
}

export function lintSelect(select: SelectStmt, catalog: Catalog): readonly Doubt[] {
  const levels = levelsOf(select, catalog);
  const doubts = levels.flatMap((level) => lints.flatMap((lint) => lint(level)));
  return [...new Map(doubts.map((doubt) => [`${doubt.code} ${doubt.what}`, doubt])).values()];
}
