/** What Claude's interpreter returns: text with `{{names}}`, and what each name stands for. */
export interface Interpretation {
  readonly text: string;
  readonly figures: readonly FigureSpec[];
}

/** A figure as Claude asks for it. Fields that its kind does not use are '', -1 or []. */
export interface FigureSpec {
  readonly name: string;
  /** `column`: a whole column reduced; `derived`: from other figures; `question`: a number the user typed. */
  readonly kind: 'cell' | 'column' | 'derived' | 'question';
  readonly calc: FigureCalc;
  readonly step: string;
  readonly column: string;
  /** Row from 0, or -1 where `where`, argmax or argmin finds it. */
  readonly row: number;
  readonly where: readonly { readonly column: string; readonly equals: string }[];
  /** For `derived`: names of other figures. For `question`: `from` is the number as the user typed it. */
  readonly from: string;
  readonly to: string;
}

/**
 * cell: none argmax argmin; column: sum avg min max count median; derived: diff ratio share pct_change direction;
 * question: none.
 */
export type FigureCalc =
  | 'none'
  | 'argmax'
  | 'argmin'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'median'
  | 'diff'
  | 'ratio'
  | 'share'
  | 'pct_change'
  | 'direction';
