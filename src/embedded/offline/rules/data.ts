import { readBlocks } from '../../../domain/blocks.js';
import { columnKind } from '../../../domain/column-kind.js';
import { isObject, objectsIn } from '../json.js';
import { unknownGroup } from './query.js';

/** A result as the interpreter is shown it. */
export interface Data {
  readonly step: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number;
  readonly truncated: boolean;
  /** By column and row, the ends of the estimates' intervals; null where the result is no sample. */
  readonly intervals: Readonly<Record<string, unknown>> | null;
  /** Only the first rows, from which no figure comes. */
  readonly look: boolean;
}

export function readData(user: string): readonly Data[] {
  return readBlocks(user, 'data').flatMap(({ attributes, value }) => {
    if (!isObject(value) || !Array.isArray(value['rows'])) return [];
    const columns = objectsIn(value['columns']).map(({ name, type }) => ({
      name: String(name),
      type: String(type),
    }));
    const rows = value['rows'].map((row: unknown) =>
      Array.isArray(row) ? (row as unknown[]) : [],
    );
    return [
      {
        step: attributes['step'] ?? '',
        columns,
        rows,
        rowCount: typeof value['rowCount'] === 'number' ? value['rowCount'] : rows.length,
        truncated: value['truncated'] === true,
        intervals: isObject(value['intervals']) ? value['intervals'] : null,
        look: value['look'] !== undefined,
      },
    ];
  });
}

export function columnIndex({ columns }: Data, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

/** The first column of numbers; undefined where there is none. */
export function numberColumn({ columns }: Data): string | undefined {
  return columns.find(({ type }) => columnKind(type) === 'number')?.name;
}

/** A cell as a number, only to choose which cell to name; null where it is none. */
export function numberAt({ rows }: Data, row: number, column: number): number | null {
  const value = rows[row]?.[column];
  if (typeof value !== 'string' || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Rows that have a number there and no unknown group, largest first. */
export function ranked(data: Data, column: number): readonly number[] {
  return data.rows
    .flatMap((cells, row) =>
      numberAt(data, row, column) === null || cells.includes(unknownGroup) || cells.includes(null)
        ? []
        : [row],
    )
    .toSorted((a, b) => (numberAt(data, b, column) ?? 0) - (numberAt(data, a, column) ?? 0));
}

export function hasUnknownGroup({ rows }: Data): boolean {
  return rows.some((cells) => cells.includes(unknownGroup));
}

/** Whether all rows are shown and none was cut off. */
export function isWhole({ rows, rowCount, truncated }: Data): boolean {
  return !truncated && rows.length === rowCount;
}
