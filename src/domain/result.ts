/** One value of a result: Postgres's own text in a session with ISO dates, a boolean, or null. No digit is lost. */
export type Cell = string | boolean | null;

/** A column's name in the result and its Postgres type, such as `numeric`, `text` or `date`. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Rows are arrays in column order. `rowCount` is how many rows there are here; `truncated` says there were more. */
export interface ResultSet {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowCount: number;
  readonly truncated: boolean;
  /**
   * There for samples only, [] for a mere look at the first rows: of the estimated cells. A cell of a sample that has
   * none here is no figure.
   */
  readonly intervals?: readonly CellInterval[];
}

/** Where an estimated value lies, with 95 % confidence. */
export interface CellInterval {
  readonly row: number;
  readonly column: string;
  readonly low: string;
  readonly high: string;
}

/** What a step's result came from. */
export type Rung = 'live' | 'cache' | LowerRung;

/** What may stand in for a live result, each in an activity of its own, once that has failed. */
export type LowerRung = 'stale_cache' | 'simplified' | 'sample';
