/** What a report is about. Each kind has the sections of the one before, and more. */
export type ReportKind = 'week' | 'month' | 'quarter';

/** Days, ISO and in UTC: `from` counts, `to` does not. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A week's, month's or quarter's facts in words, every number of which is a cell of one of its queries. */
export interface Report {
  readonly kind: ReportKind;
  readonly period: Period;
  /** As many days before it: what it is compared with. */
  readonly before: Period;
  /** Null for all tenants together. */
  readonly tenant: string | null;
  /** ISO. */
  readonly madeAt: string;
  readonly summary: readonly Sentence[];
  readonly sections: readonly Section[];
  readonly queries: readonly Query[];
}

export interface Section {
  /** Unique in the report. */
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly Sentence[];
  /** What to do, and the figures that say so. */
  readonly advice: readonly Sentence[];
  readonly tables: readonly Table[];
}

/** Text of ours, figures, and words from the data, in order. */
export type Sentence = readonly (string | Figure | Datum)[];

/** A name, a statement or a text that comes from the data: renderers escape it. */
export interface Datum {
  readonly name: string;
}

export type Unit = 'count' | 'share' | 'ms' | 'usd' | 'number';

/** One cell of a query. */
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  /** The query's name. */
  readonly query: string;
  /** Counted from 0, in the order that the query gives. */
  readonly row: number;
  readonly column: string;
}

/** Rows of one query, as they came. */
export interface Table {
  readonly title: string;
  readonly query: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly chart: Chart | null;
}

export interface TableColumn {
  readonly label: string;
  readonly column: string;
  /** Null for words from the data. */
  readonly unit: Unit | null;
}

export interface TableRow {
  /** Of the query, counted from 0. */
  readonly row: number;
  /** In the order of `columns`; null where there is none. */
  readonly cells: readonly (string | number | null)[];
}

/** A picture of the table that it stands over. */
export interface Chart {
  readonly kind: 'bars' | 'lines';
  /** The column that names a bar or a point. */
  readonly labels: string;
  /** One or two columns of the same unit. */
  readonly values: readonly string[];
}

/** What was asked, so that anyone can ask it again. */
export interface Query {
  readonly name: string;
  /** Asked of the store; or of the warehouse, with the statement's constants left out; or Temporal's list filter. */
  readonly language: 'sql' | 'explain' | 'temporal';
  readonly text: string;
  readonly params: readonly QueryParam[];
}

export type QueryParam = string | null | readonly string[];
