/** One element of a picture, to be made by whoever has a document. */
export interface Shape {
  readonly tag: 'rect' | 'line' | 'text' | 'polyline' | 'circle';
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

export interface Picture {
  readonly title: string;
  /** For those who cannot see it; the table beneath has all. */
  readonly description: string;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface Point {
  readonly label: string;
  readonly value: number | null;
  readonly shown: string;
  /** Milliseconds on a line over time; null elsewhere. */
  readonly at: number | null;
}

export interface Read {
  readonly kind: 'bar' | 'line';
  readonly title: string;
  readonly points: readonly Point[];
}

export function text(attributes: Shape['attributes'], words: string): Shape {
  return { tag: 'text', attributes, text: words };
}

/** To a tenth of a pixel: what is finer only makes the page longer. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}
