import { compare, parseDecimal, sign, toText, type Decimal } from '../domain/decimal.js';
import { cellText, withoutInvisible } from '../domain/figures/evidence.js';
import type { ResultSet } from '../domain/result.js';
import { clip, displayWidth, padEnd } from './render/text.js';

export interface ChartOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** Only characters of ASCII, for terminals and logs that have no others. */
  readonly ascii?: boolean;
}

/** A chart as lines for a terminal: bars lie, a line is a sparkline. Empty where the spec is not one of ours. */
export function renderChart(
  spec: Readonly<Record<string, unknown>> | object,
  data: Pick<ResultSet, 'columns' | 'rows'>,
  options: ChartOptions,
): string[] {
  const read = readSpec(spec);
  if (read === null) return [];
  const [x, y] = [read.x, read.y].map((name) =>
    data.columns.findIndex((column) => column.name === name),
  );
  if (x === undefined || y === undefined || x < 0 || y < 0) return [];
  const points = data.rows.map((cells): Point => ({
    label: withoutInvisible(cellText(cells[x]).replaceAll(/\s+/gu, ' ')) || '-',
    value: parseDecimal(cellText(cells[y])) ?? null,
  }));
  if (points.every(({ value }) => value === null)) return [];
  const title = read.title === '' ? [] : [cut(read.title, options.width, options)];
  const lines = read.type === 'line' ? sparkline(points, options) : bars(points, options);
  return [...title, ...lines];
}

interface Point {
  readonly label: string;
  readonly value: Decimal | null;
}

function readSpec(spec: object) {
  const { mark, encoding, title } = spec as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const type = mark?.['type'];
  const [x, y] = [encoding?.['x'], encoding?.['y']].map((channel) =>
    typeof channel === 'object' && channel !== null && 'title' in channel ? channel.title : null,
  );
  if ((type !== 'bar' && type !== 'line') || typeof x !== 'string' || typeof y !== 'string')
    return null;
  return { type, x, y, title: typeof title === 'string' ? withoutInvisible(title) : '' };
}

function bars(points: readonly Point[], options: ChartOptions): string[] {
  const shown = points.slice(0, mostBars);
  const values = shown.map(({ value }) => (value === null ? '-' : compact(value)));
  const labelWidth = Math.min(
    Math.max(...shown.map(({ label }) => displayWidth(label))),
    Math.max(4, Math.floor(options.width / 3)),
  );
  const valueWidth = Math.max(...values.map(displayWidth));
  const room = Math.max(1, options.width - labelWidth - valueWidth - 2);
  const sizes = shown.map(({ value }) => (value === null ? 0 : toNumber(value)));
  const [low, high] = [Math.min(0, ...sizes), Math.max(0, ...sizes)];
  // Divided before it is multiplied: the smallest and largest numbers would else overflow.
  const columnsFor = (size: number) =>
    high === low ? 0 : Math.round((size / (high - low)) * room);
  const before = columnsFor(-low);
  const lines = shown.map(({ label }, at) => {
    const size = sizes[at] ?? 0;
    const length = Math.min(room, size === 0 ? 0 : Math.max(1, columnsFor(Math.abs(size))));
    const start = size < 0 ? Math.max(0, before - length) : Math.min(before, room - length);
    const bar = paint(
      (options.ascii === true ? '#' : '█').repeat(length),
      size < 0 ? 31 : 36,
      options,
    );
    const value = (values[at] ?? '').padStart(valueWidth);
    return `${padEnd(cut(label, labelWidth, options), labelWidth)} ${' '.repeat(start)}${bar}${' '.repeat(room - start - length)} ${value}`;
  });
  const more = points.length - shown.length;
  return more > 0 ? [...lines, `${dots(options)} and ${more} more`] : lines;
}

function sparkline(points: readonly Point[], options: ChartOptions): string[] {
  const known = points.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  const [first, last] = [known[0], known.at(-1)];
  const lowest = known.reduce(
    (a, b) => (compare(b.value, a.value) < 0 ? b : a),
    known[0] ?? nowhere,
  );
  const highest = known.reduce(
    (a, b) => (compare(b.value, a.value) > 0 ? b : a),
    known[0] ?? nowhere,
  );
  const [low, high] = [toNumber(lowest.value), toNumber(highest.value)];
  const levels = options.ascii === true ? '_.-=+*#' : '▁▂▃▄▅▆▇█';
  const marks = buckets(points, Math.max(1, options.width)).map((size) => {
    if (size === null) return ' ';
    const share = high === low ? 0.5 : (size - low) / (high - low);
    return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? ' ';
  });
  const say = (word: string, point: { label: string; value: Decimal } | undefined) =>
    point === undefined ? '' : `${word} ${point.label}: ${compact(point.value)}`;
  const notes = [say('first', first), say('last', last), say('min', lowest), say('max', highest)];
  return [
    paint(marks.join(''), 36, options),
    ...[notes.slice(0, 2), notes.slice(2)].map((pair) =>
      cut(pair.join('   '), options.width, options),
    ),
  ];
}

/** At most that many sizes: the mean of the points that share a place. */
function buckets(points: readonly Point[], places: number): (number | null)[] {
  const count = Math.min(places, points.length);
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [at, at + 1].map((edge) => Math.floor((edge * points.length) / count));
    const sizes = points
      .slice(from, to)
      .flatMap(({ value }) => (value === null ? [] : [toNumber(value)]));
    return sizes.length === 0 ? null : sizes.reduce((a, b) => a + b, 0) / sizes.length;
  });
}

function compact(value: Decimal): string {
  const size = Math.abs(toNumber(value));
  const options: Intl.NumberFormatOptions =
    size >= 1e15 || (size > 0 && size < 1e-4)
      ? { notation: 'scientific', maximumFractionDigits: 2 }
      : size >= 1_000
        ? { notation: 'compact', maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 4 };
  return new Intl.NumberFormat('en-US', options).format(sign(value) === 0 ? 0 : toText(value));
}

/** Only for lengths on the screen. Larger than any screen shows is the same as the largest. */
function toNumber(value: Decimal): number {
  const number = Number(toText(value));
  return Number.isFinite(number) ? Math.max(-1e300, Math.min(1e300, number)) : 1e300 * sign(value);
}

function paint(text: string, code: number, { color }: ChartOptions): string {
  return color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function cut(text: string, width: number, { ascii }: ChartOptions): string {
  const clipped = clip(text, width);
  return ascii === true ? clipped.replace(/…$/, '~') : clipped;
}

function dots({ ascii }: ChartOptions): string {
  return ascii === true ? '...' : '…';
}

const mostBars = 30;
const nowhere = { label: '-', value: { digits: 0n, scale: 0 } };
