/** One thing held against a plan, a result or an answer. */
export interface Finding {
  /** Stable and short, such as `unknown_column`. */
  readonly code: string;
  /** What it is about, such as `step revenue, sql` or `figure total`; `plan` or `answer` for the whole. */
  readonly where: string;
  readonly what: string;
  /** What would satisfy it, in words Claude and a person can act on. */
  readonly fix: string;
}

/** One line: where, what, and what to do. */
export function findingWords({ where, what, fix }: Finding): string {
  return `${where}: ${what} ${fix}`;
}

/** A place in a statement, each counted from 1 in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** From the start of the statement, as Postgres counts. */
  readonly character: number;
}

export function placeWords({ line, column }: Place): string {
  return `line ${line}, column ${column}`;
}

/** One check that was made, passed or not, as the answer shows it. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** What a gate says. `inconclusive` lets the answer through with a warning. */
export type Verdict = 'confirmed' | 'refuted' | 'inconclusive';

/** The code of a finding against a step whose warehouse cannot be asked what it holds. */
export const warehouseAway = 'warehouse_away';
