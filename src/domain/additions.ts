/** What an installation adds to the prompts: data about its own words, never instructions of ours. */
export interface Additions {
  readonly glossary: readonly GlossaryEntry[];
  readonly metrics: readonly MetricDefinition[];
  readonly examples: readonly Example[];
}

/** What a word of the questions means here. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
}

/** How a number is computed here, whoever asks. Empty texts say "not given". */
export interface MetricDefinition {
  readonly name: string;
  readonly definition: string;
  /** The expression, such as `sum(oi.net_amount)`. */
  readonly sql: string;
  readonly unit: string;
  /** The warehouse that has it, where there are several. */
  readonly warehouse?: string;
}

/** A question whose SQL somebody has verified: written into the configuration, or promoted from a run. */
export interface Example {
  readonly question: string;
  readonly sql: string;
  /** The warehouse that the SQL is for, where there are several. */
  readonly warehouse?: string;
}

/** Words of theirs that a text may hold as they are, digits and all: "Tier 1". */
export function namesAdded({ glossary, metrics }: Additions): readonly string[] {
  return [...glossary.map(({ term }) => term), ...metrics.map(({ name }) => name)];
}
