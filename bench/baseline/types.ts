/** The shapes that the baseline's workflow and activities share. */
export interface Question {
  readonly id: string;
  readonly text: string;
  readonly asOf: string;
}

export interface BaselinePlan {
  readonly intent: string;
  readonly steps: readonly {
    readonly id: string;
    readonly tool: string;
    readonly input: {
      readonly sql: string;
      readonly tables: readonly string[];
      readonly step: string;
      readonly x: string;
      readonly y: string;
    };
  }[];
}

export type TableSchema = readonly {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: string;
}[];

export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export type Chart = Readonly<Record<string, unknown>>;

export interface Verified {
  readonly ok: boolean;
  readonly problems: readonly string[];
}

export interface Review {
  readonly verdict: string;
}

export interface BaselineAnswer {
  readonly text: string;
  readonly chart: Chart;
  readonly results: Readonly<Record<string, Result>>;
}
