import type { Node } from 'libpg-query';
import { addDays } from '../../domain/day.js';
import type { Table, TableColumn } from '../../ports.js';
import {
  addUnits,
  dayOf,
  nearestPeriod,
  periodName,
  startOf,
  type Days,
} from '../../sql/help/calendar.js';
import { comparisonsOf } from '../../sql/help/comparison.js';
import type { FromSource } from '../../sql/select/sources.js';
import { readSelect } from '../../sql/select/text.js';
import { quoted, tableName } from '../../sql/table-names.js';
import type { Asker, Help, HelpContext } from './ask.js';
import { periodAsked } from './period-asked.js';

/** Conditions on one date column are one period: if the data lies elsewhere, the nearest one like it is offered. */
export async function aboutDays(
  culpable: readonly Node[],
  all: readonly Node[],
  sources: readonly FromSource[],
  asker: Asker,
  { params }: HelpContext,
): Promise<Help | undefined> {
  const first = culpable
    .flatMap((condition) => comparisonsOf(condition, sources))
    .find(({ column }) => /^(?:date|timestamp)/.test(column.type));
  if (first === undefined) return undefined;
  const data = await rangeOf(first, asker);
  if (data === undefined) return undefined;
  const asked = await periodAsked(
    all
      .flatMap((condition) => comparisonsOf(condition, sources))
      .filter(({ table, column }) => table === first.table && column === first.column),
    asker,
    params,
  );
  const name = `${tableName(first.table)}.${first.column.name}`;
  const range = `${name} runs from ${data.from} to ${data.to}`;
  if (asked.from !== undefined && asked.from > data.to) {
    const end = asked.to ?? addUnits('month', startOf('month', asked.from), 1);
    const near = nearestPeriod(
      { from: asked.from, to: end > asked.from ? end : addDays(asked.from, 1) },
      data,
    );
    const wanted =
      asked.to === undefined ? asked.from : periodName({ from: asked.from, to: asked.to });
    return {
      message: `The data ends ${data.to}, before ${wanted}: ${range}.`,
      suggestions: [`Did you mean ${periodName(near)}?`],
    };
  }
  if (asked.to !== undefined && asked.to <= data.from) {
    const start = asked.from ?? addDays(asked.to, -1);
    const near = nearestPeriod({ from: start, to: asked.to }, data);
    const wanted =
      asked.from === undefined
        ? addDays(asked.to, -1)
        : periodName({ from: asked.from, to: asked.to });
    return {
      message: `The data begins ${data.from}, after ${wanted}: ${range}.`,
      suggestions: [`Did you mean ${periodName(near)}?`],
    };
  }
  return undefined;
}

async function rangeOf(
  { table, column }: { readonly table: Table; readonly column: TableColumn },
  asker: Asker,
): Promise<Days | undefined> {
  const name = quoted(column.name);
  const select = await readSelect(
    `select min(${name})::text as first, max(${name})::text as last from ${quoted(table.schema)}.${quoted(table.name)}`,
  );
  const asked = select && (await asker.rows(select))?.[0];
  const [first, last] = asked ?? [column.range?.from ?? null, column.range?.to ?? null];
  const [from, to] = [first, last].map((cell) =>
    typeof cell === 'string' ? dayOf(cell) : undefined,
  );
  return from === undefined || to === undefined ? undefined : { from, to };
}
