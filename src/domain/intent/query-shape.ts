/** What one statement does, as far as its tree tells: what declaration and question are held against. */
export interface QueryShape {
  /** Null where a star hides them. */
  readonly outputs: readonly ShapeOutput[] | null;
  /** What it is sorted by: an output's name, a column's last name, a call such as `count(*)`; '' for anything else. */
  readonly order: readonly { readonly name: string; readonly descending: boolean }[];
  /** Of the result; null where there is none, or none that is written as a number. */
  readonly limit: number | null;
  /** Every constant, and every text that a parameter stands for. */
  readonly literals: readonly string[];
  /** The last names of the columns that conditions read. */
  readonly conditionColumns: readonly string[];
  /** `month` and the like, wherever a date is cut to it. */
  readonly units: readonly string[];
  /** Whether the tables that it reads have a column of dates. */
  readonly hasDates: boolean;
  /** Whether it reads such a column, or a number called `year`, anywhere. */
  readonly readsDates: boolean;
  /** Dates are computed: a bound need not stand in the text. */
  readonly computesDates: boolean;
  /** Its dates count from when it runs. */
  readonly readsClock: boolean;
  /** It reads cells of earlier steps: its constants are not all that decides. */
  readonly isOpen: boolean;
  /** Every join keeps matches only, and nothing else could bring in rows without one. */
  readonly dropsUnmatched: boolean;
  /** Some inner query removes duplicates or groups. */
  readonly dedupes: boolean;
}

export interface ShapeOutput {
  readonly name: string;
  /** The aggregates that it is made of, also inside subqueries: `sum`, `count_distinct` …; sorted. */
  readonly aggregates: readonly string[];
  readonly isRatio: boolean;
  readonly isKey: boolean;
  readonly units: readonly string[];
  /** The last names of the columns that it reads. */
  readonly columns: readonly string[];
}

/** A declared filter that could be read as SQL: its columns, and the constants that they are compared with. */
export interface ReadFilter {
  readonly text: string;
  readonly columns: readonly string[];
  readonly literals: readonly string[];
}

/** A declared order that could be read as SQL. */
export interface ReadOrder {
  readonly name: string;
  readonly descending: boolean;
}

/** What a rule holds against a plan: a finding sends it back, a warning stands in the answer. */
export interface IntentDoubt {
  readonly refutes: boolean;
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}
