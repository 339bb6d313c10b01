import type { AnswerData } from '../../../../../domain/answer.js';
import { columnKind } from '../../../../../domain/column-kind.js';
import { columnFormat } from '../../../../../domain/shown/cell-format.js';
import { bars } from './bars.js';
import { line } from './line.js';
import type { Picture, Point, Read } from './shapes.js';

type Rows = Pick<AnswerData, 'columns' | 'rows' | 'step'>;

/** The picture of an answer's Vega-Lite spec, so wide; null where it is not one of ours, or of other rows. */
export function pictureOf(
  spec: Readonly<Record<string, unknown>> | null,
  data: Rows | null,
  width: number,
): Picture | null {
  const read = spec === null || data === null ? null : readSpec(spec, data);
  if (read === null || read.points.every(({ value }) => value === null)) return null;
  const { title, kind, points } = read;
  const { shapes, height } = kind === 'line' ? line(read, width) : bars(read, width);
  const told = points.slice(0, mostTold).map(({ label, shown }) => `${label}: ${shown}`);
  const more = points.length > mostTold ? `, and ${points.length - mostTold} more` : '';
  return { title, description: `${told.join('; ')}${more}.`, height, shapes };
}

const mostTold = 12;
function readSpec(
  spec: Readonly<Record<string, unknown>>,
  { step, columns, rows }: Rows,
): Read | null {
  const title = spec['title'];
  const { mark, encoding, data } = spec as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  const kind = mark?.['type'];
  if ((kind !== 'bar' && kind !== 'line') || data?.['name'] !== step) return null;
  const [x, y] = [encoding?.['x'], encoding?.['y']].map((channel) => {
    const name = (channel as { readonly title?: unknown } | undefined)?.title;
    return columns.findIndex((column) => column.name === name);
  });
  const [across, up] = [columns[x ?? -1], columns[y ?? -1]];
  if (x === undefined || y === undefined || across === undefined || up === undefined) return null;
  const format = columnFormat(
    up,
    rows.map((cells) => cells[y] ?? null),
  );
  const label = columnFormat(
    across,
    rows.map((cells) => cells[x] ?? null),
  );
  const timed = columnKind(across.type) === 'date' || columnKind(across.type) === 'timestamp';
  const points = rows.map((cells): Point => {
    const [name, cell] = [cells[x] ?? null, cells[y] ?? null];
    const value = cell === null ? Number.NaN : Number(cell);
    const at = timed && name !== null ? Date.parse(String(name).replace(' ', 'T')) : Number.NaN;
    return {
      label: name === null ? 'none' : label(name) || 'none',
      value: Number.isFinite(value) ? value : null,
      shown: cell === null ? 'none' : format(cell),
      at: Number.isFinite(at) ? at : null,
    };
  });
  return { kind, title: typeof title === 'string' ? title : '', points };
}
