import { px, text, type Picture, type Read, type Shape } from './shapes.js';
import { cut, widest } from './text-width.js';

/** More would be too thin to read: the table has them all. */
const mostBars = 30;
const barHeight = 22;
const barPitch = 32;

/** A bar for each row, from the first, with its value behind it. */
export function bars({ points }: Read, width: number): Pick<Picture, 'shapes' | 'height'> {
  const shown = points.slice(0, mostBars);
  const labelWidth = Math.min(width * 0.34, 8 + widest(shown.map(({ label }) => label)));
  const valueWidth = 10 + widest(shown.map((point) => point.shown));
  const sizes = shown.map(({ value }) => value ?? 0);
  const [low, high] = [Math.min(0, ...sizes), Math.max(0, ...sizes)];
  const room = Math.max(width - labelWidth - valueWidth, 24);
  const perUnit = high === low ? 0 : room / (high - low);
  const zero = labelWidth - low * perUnit;
  const shapes = shown.flatMap(({ label, value, shown: words }, index): Shape[] => {
    const top = index * barPitch;
    const middle = top + barHeight / 2 + 4.5;
    const long = Math.abs(value ?? 0) * perUnit;
    const left = (value ?? 0) < 0 ? zero - long : zero;
    return [
      text({ x: labelWidth - 8, y: middle, 'text-anchor': 'end' }, cut(label, labelWidth - 8)),
      {
        tag: 'rect',
        attributes: {
          ...{ class: (value ?? 0) < 0 ? 'bar below' : 'bar', x: px(left), y: top },
          ...{
            width: px(value === null || value === 0 ? 0 : Math.max(long, 1)),
            height: barHeight,
            rx: 3,
          },
        },
      },
      text({ x: px(Math.max(zero, left + long) + 8), y: middle, class: 'value' }, words),
    ];
  });
  const left = points.length - shown.length;
  const height = shown.length * barPitch;
  if (left === 0) return { shapes, height };
  const words = `and ${left} more in the table`;
  return {
    shapes: [...shapes, text({ x: labelWidth, y: height + 12 }, words)],
    height: height + 20,
  };
}
