import { columnKind } from './column-kind.js';
import type { Column } from './result.js';

/** How a result is shown. */
export type ChartKind = 'table' | 'number' | 'bar' | 'line';

export interface ChartRequest {
  /** The step whose rows are drawn; also the name of the data. */
  readonly step: string;
  readonly as: ChartKind;
  readonly x: string;
  readonly y: string;
  readonly columns: readonly Column[];
  readonly title: string;
}

/** A Vega-Lite spec without its data: whoever draws it supplies rows as objects under the data's name. */
export interface ChartSpec {
  readonly $schema: string;
  readonly title: string;
  readonly data: {
    readonly name: string;
    readonly format: { readonly parse: Readonly<Record<string, 'number' | 'date' | 'string'>> };
  };
  readonly mark: { readonly type: 'bar' | 'line'; readonly tooltip: true; readonly point?: true };
  readonly encoding: { readonly x: Channel; readonly y: Channel };
}

interface Channel {
  readonly field: string;
  readonly type: 'quantitative' | 'temporal' | 'nominal';
  readonly title: string;
  /** Null keeps the order of the rows, which is the query's. */
  readonly sort?: null;
  /** Dates have no zone, so no browser's zone may move them. */
  readonly scale?: { readonly type: 'utc' };
}

/** The chart of two columns; null for a table or a single number, and where the columns cannot be drawn. */
export function chartSpec({ step, as, x, y, columns, title }: ChartRequest): ChartSpec | null {
  const [across, up] = [x, y].map((name) => columns.find((column) => column.name === name));
  if (as === 'table' || as === 'number' || across === undefined || up === undefined) return null;
  if (columnKind(up.type) !== 'number') return null;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    data: { name: step, format: { parse: { [x]: parsedAs(across), [y]: 'number' } } },
    mark:
      as === 'line' ? { type: 'line', tooltip: true, point: true } : { type: 'bar', tooltip: true },
    encoding: { x: channelOf(across), y: { field: fieldPath(y), type: 'quantitative', title: y } },
  };
}

function channelOf({ name, type }: Column): Channel {
  const channel = { field: fieldPath(name), title: name };
  const kind = columnKind(type);
  if (kind === 'date' || kind === 'timestamp') {
    return { ...channel, type: 'temporal', scale: { type: 'utc' } };
  }
  // Years, ids and ranks name things here as much as regions do.
  return { ...channel, type: 'nominal', sort: null };
}

function parsedAs({ type }: Column): 'date' | 'string' {
  const kind = columnKind(type);
  return kind === 'date' || kind === 'timestamp' ? 'date' : 'string';
}

/** Vega-Lite reads dots and brackets as a path into an object; a column's name is no path. */
function fieldPath(name: string): string {
  return name.replaceAll(/[\\.[\]'"]/g, (sign) => `\\${sign}`);
}
