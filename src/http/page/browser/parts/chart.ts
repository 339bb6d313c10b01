import type { Answer } from '../../../../domain/answer.js';
import { element, svgElement } from '../elements.js';
import { pictureOf } from '../words/chart/picture.js';

/** The answer's chart, as wide as there is room, drawn anew where that changes; null where there is none to draw. */
export function chart({ chart: spec, data }: Answer): HTMLElement | null {
  const first = pictureOf(spec, data, 640);
  if (first === null) return null;
  const figure = element('figure', { class: 'chart' });
  let drawnFor = 0;
  const draw = (width: number) => {
    const picture = pictureOf(spec, data, width);
    if (picture === null || Math.abs(width - drawnFor) < 2) return;
    drawnFor = width;
    const { title, description, height, shapes } = picture;
    figure.replaceChildren(
      element('figcaption', {}, title),
      svgElement(
        'svg',
        {
          viewBox: `0 0 ${width} ${height}`,
          width,
          height,
          role: 'img',
          'aria-label': `${title}. ${description}`,
        },
        shapes.map(({ tag, attributes, text }) => svgElement(tag, attributes, text ?? null)),
      ),
    );
  };
  draw(640);
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0) draw(width);
    if (!figure.isConnected) observer.disconnect();
  });
  observer.observe(figure);
  return figure;
}
