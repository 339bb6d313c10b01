import type { Style } from './style.js';

/** What lines are made for. */
export interface Look {
  readonly style: Style;
  readonly width: number;
}
