import type { Cell } from '../result.js';
import { isTellable } from '../tellable.js';

/** A repeated key in a finding, which goes back to the planner: without a cell that could speak to it. */
export function toldKey(key: readonly Cell[]): string {
  const mayTell = key.every((cell) => typeof cell !== 'string' || isTellable(cell));
  return mayTell ? JSON.stringify(key).slice(0, 200) : 'a longer text';
}
