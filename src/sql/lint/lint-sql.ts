import type { SelectStmt } from 'libpg-query';
import type { Binding } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { levelsOf } from '../select/levels.js';
import { mapNodes } from '../select/nodes.js';
import { readSelect } from '../select/text.js';
import { comparedWithItself } from './compared-with-itself.js';
import { integerDivision, unguardedRatio } from './divisions.js';
import { limitWithoutOrder } from './limit-without-order.js';
import type { Doubt, Lint } from './lint.js';
import { misnamedAggregate } from './misnamed-aggregate.js';
import { mixedUnits } from './mixed-units.js';
import { repeatedRows } from './repeated-rows.js';
import { joinUndone, undoneLeftJoin } from './undone-left-join.js';
import { unknownValue } from './unknown-value.js';
import { unlikeRatio } from './unlike-ratio.js';
import { unlinkedTables } from './unlinked-tables.js';

const lints: readonly Lint[] = [
  comparedWithItself,
  unlinkedTables,
  undoneLeftJoin,
  joinUndone,
  repeatedRows,
  unguardedRatio,
  integerDivision,
  unknownValue,
  limitWithoutOrder,
  mixedUnits,
  unlikeRatio,
  misnamedAggregate,
];

/** What is suspicious or wrong about a SELECT that the guard has let through, each once. */
export async function lintSql(
  sql: string,
  catalog: Catalog,
  params: readonly Binding[] = [],
): Promise<readonly Doubt[]> {
  const select = await readSelect(sql);
  return select === undefined ? [] : lintSelect(withTexts(select, params), catalog);
}

/** With the texts that stand for its parameters, as if they were written there. */
function withTexts(select: SelectStmt, params: readonly Binding[]): SelectStmt {
  if (!params.some(({ kind }) => kind === 'text')) return select;
  return mapNodes(select, (kind, fields) => {
    const { number = 0, location } = fields as { number?: number; location?: number };
    const param = kind === 'ParamRef' ? params[number - 1] : undefined;
    if (param?.kind !== 'text') return undefined;
    return {
      A_Const: { sval: { sval: param.value }, ...(location !== undefined && { location }) },
    };
  });
}

function lintSelect(select: SelectStmt, catalog: Catalog): readonly Doubt[] {
  const levels = levelsOf(select, catalog);
  const doubts = levels.flatMap((level) => lints.flatMap((lint) => lint(level)));
  return [...new Map(doubts.map((doubt) => [`${doubt.code} ${doubt.what}`, doubt])).values()];
}
