import type { CellInterval, ResultSet } from '../../domain/result.js';
import type { Scaled } from './sample.js';

/** A sample's rows in the original's columns. */
export interface ReadSample {
  readonly result: ResultSet;
  readonly intervals: readonly CellInterval[];
  /** Groups left out because no measure of theirs had enough pages. Groups too rare to be drawn are not known at all. */
  readonly notEnough: number;
  readonly sampledPages: number;
  readonly allPages: number;
  /** What the answer must say of these figures. */
  readonly note: string;
}

/** Puts the rows of a scaled statement back into the original's columns, and the intervals beside them. */
export function readSample(raw: ResultSet, scaled: Scaled): ReadSample {
  const places = new Map(raw.columns.map(({ name }, i) => [name, i]));
  const cell = (row: ResultSet['rows'][number], name: string) =>
    row[places.get(name) ?? -1] ?? null;
  const measures = scaled.columns.filter(({ kind }) => kind !== 'key');
  const enough = raw.rows.filter((row) =>
    measures.some(({ name }) => cell(row, `${name}__enough`) === true),
  );
  const columns = scaled.columns.flatMap(({ name }) => raw.columns[places.get(name) ?? -1] ?? []);
  const intervals = enough.flatMap((row, i) =>
    measures.flatMap(({ name }) => {
      const [low, high] = [cell(row, `${name}__low`), cell(row, `${name}__high`)];
      return typeof low === 'string' && typeof high === 'string'
        ? [{ row: i, column: name, low, high }]
        : [];
    }),
  );
  const [first] = raw.rows;
  const pages = (name: string): number => Number(first === undefined ? 0 : cell(first, name));
  const notEnough = raw.rows.length - enough.length;
  const [sampledPages, allPages] = [pages('sample__pages'), pages('sample__all_pages')];
  return {
    result: {
      columns,
      rows: enough.map((row) => scaled.columns.map(({ name }) => cell(row, name))),
      rowCount: enough.length,
      truncated: raw.truncated,
    },
    intervals,
    notEnough,
    sampledPages,
    allPages,
    note: noteOf({ sampledPages, allPages, notEnough, grouped: isGrouped(scaled) }, scaled),
  };
}

function noteOf(
  facts: {
    readonly sampledPages: number;
    readonly allPages: number;
    readonly notEnough: number;
    readonly grouped: boolean;
  },
  { table, seed }: Scaled,
): string {
  const { sampledPages, allPages, notEnough, grouped } = facts;
  return [
    `Estimated from ${sampledPages} of ${allPages} pages of ${table} (seed ${seed}), with 95 % intervals.`,
    ...(notEnough > 0 && grouped
      ? [`${notEnough} ${notEnough === 1 ? 'group' : 'groups'} had too few pages for a figure.`]
      : []),
    ...(notEnough > 0 && !grouped ? ['The sample is too small for a figure.'] : []),
    ...(grouped ? ['Rare groups may be missing.'] : []),
  ].join(' ');
}

function isGrouped({ columns }: Scaled): boolean {
  return columns.some(({ kind }) => kind === 'key');
}
