import { px, text, type Picture, type Point, type Read, type Shape } from './shapes.js';
import { widest } from './text-width.js';

const lineHeight = 240;
const ceiling = 16;
const floor = lineHeight - 30;

/** A line from row to row, broken where there is no value, over an axis that has the zero. */
export function line({ points }: Read, width: number): Pick<Picture, 'shapes' | 'height'> {
  const sizes = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const { from, to, step } = niceScale(Math.min(0, ...sizes), Math.max(0, ...sizes));
  const ticks = Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_, index) => from + index * step,
  );
  const left = 12 + widest(ticks.map(shortNumber));
  const right = width - 14;
  const x = acrossOf(points, left, right);
  const y = (value: number) => px(floor - ((value - from) / (to - from)) * (floor - ceiling));
  const axis = ticks.flatMap((tick): Shape[] => [
    {
      tag: 'line',
      attributes: {
        class: tick === 0 ? 'zero' : 'axis',
        x1: left,
        x2: right,
        y1: y(tick),
        y2: y(tick),
      },
    },
    text({ x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, shortNumber(tick)),
  ]);
  const drawn = runsOf(
    points.map(({ value }, index) => (value === null ? null : { x: x(index), y: y(value) })),
  );
  const lines = drawn.map((run): Shape => ({
    tag: 'polyline',
    attributes: { points: run.map((point) => `${point.x},${point.y}`).join(' ') },
  }));
  const dots = points.length <= 60 ? drawn.flat() : [];
  const circles = dots.map((point): Shape => ({
    tag: 'circle',
    attributes: { cx: point.x, cy: point.y, r: 3.5 },
  }));
  return {
    shapes: [...axis, ...lines, ...circles, ...labelsBelow(points, x, { left, right })],
    height: lineHeight,
  };
}

/** By time where the labels are days, else evenly. */
function acrossOf(
  points: readonly Point[],
  left: number,
  right: number,
): (index: number) => number {
  const times = points.flatMap(({ at }) => (at === null ? [] : [at]));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const timed = times.length === points.length && last > first;
  const share = (index: number) =>
    timed
      ? ((points[index]?.at ?? first) - first) / (last - first)
      : points.length < 2
        ? 0.5
        : index / (points.length - 1);
  return (index) => px(left + share(index) * (right - left));
}

/** As many as fit beside each other, the first always. */
function labelsBelow(
  points: readonly Point[],
  x: (index: number) => number,
  { left, right }: { readonly left: number; readonly right: number },
): readonly Shape[] {
  const pitch = widest(points.map(({ label }) => label)) + 18;
  const every = Math.max(
    1,
    Math.ceil(points.length / Math.max(1, Math.floor((right - left) / pitch))),
  );
  return points.flatMap(({ label }, index) => {
    if (index % every !== 0) return [];
    const half = widest([label]) / 2;
    const at = Math.min(Math.max(x(index), half), right + 12 - half);
    return [text({ x: px(at), y: lineHeight - 8, 'text-anchor': 'middle' }, label)];
  });
}

/** Unbroken stretches: a line over a missing value would claim one. */
function runsOf<T>(values: readonly (T | null)[]): readonly (readonly T[])[] {
  const runs: T[][] = [[]];
  for (const value of values) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(value);
  }
  return runs.filter((run) => run.length > 0);
}

/** Ends and steps of an axis that people can read: 1, 2 or 5 times a power of ten, four to eight steps. */
function niceScale(low: number, high: number) {
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return { from: Math.floor(low / step) * step, to: Math.ceil((low + span) / step) * step, step };
}

const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

function shortNumber(value: number): string {
  return short.format(value === 0 ? 0 : value);
}
