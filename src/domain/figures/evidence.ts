import type { Measure } from '../plan.js';
import type { Cell, ResultSet, Rung } from '../result.js';

/** Everything a text of Claude's may rest on. */
export interface Evidence {
  readonly question: string;
  /** BCP 47, for how figures are written. */
  readonly locale: string;
  readonly timeZone: string;
  readonly intent: string;
  /** By step id. Empty while there is nothing but a plan. */
  readonly results: ReadonlyMap<string, EvidenceResult>;
  /** More names that may stand as they are, such as tables and date ranges of the catalog in a clarification. */
  readonly names?: readonly string[];
}

/** One step's result, with what is known of its making. */
export interface EvidenceResult extends ResultSet {
  /** The rows as Claude was shown them, from the first: maybe fewer, maybe with shortened texts. */
  readonly shown: readonly (readonly Cell[])[];
  readonly rung: Rung;
  /** Null where the data is as fresh as the run. */
  readonly ageSeconds: number | null;
  readonly measure: Measure | null;
  /** The outermost LIMIT; null where there is none. */
  readonly limit: number | null;
  /** As declared, such as `revenue desc`; '' or nothing where none is. */
  readonly order?: string;
  /** Every constant in the statement, as text. */
  readonly literals: readonly string[];
  /** Half open, ISO days, '' where there is no bound; null where none is declared. */
  readonly period: { readonly from: string; readonly to: string } | null;
}

/** A cell as text; null is ''. */
export function cellText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

/** Without what a reader cannot see but what can hide or reorder digits: control and format characters. */
export function withoutInvisible(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/[^\P{C}\n\u200c\u200d]/gu, '');
}
