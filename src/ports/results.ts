import type { RunRef } from '../domain/question.js';
import type { ResultSet } from '../domain/result.js';
import type { Paid, StepOutcome } from '../domain/tasks.js';
import type { Metric } from '../domain/verification/metric.js';

export interface StoredResult extends ResultSet, ResultInfo {
  /** Absent where the result is the step's own. */
  readonly lesser?: LesserTold;
}

/** What a lower rung says of its result beside the data. */
export type LesserTold = Pick<StepOutcome, 'note' | 'sql' | 'input'> & Partial<Paid>;

/** A stored result without its rows. */
export interface ResultInfo extends Omit<ResultSet, 'rows'> {
  readonly resultId: string;
  /** When its data was read, ISO. */
  readonly readAt: string;
  readonly sql: string | null;
}

/** A result that was copied within the store, and the size and MD5 of its rows there. */
export interface ReusedResult {
  readonly result: ResultInfo;
  readonly ageMs: number;
  readonly bytes: number;
  readonly digest: string;
}

/** Rows by reference: only ids, columns and counts travel through Temporal. */
export interface Results {
  /** Safe to repeat: the same id keeps its first content. With `cacheKey` it also becomes that key's newest entry. */
  put(run: RunRef, resultId: string, result: NewResult): Promise<{ readonly readAt: string }>;
  get(run: RunRef, resultId: string): Promise<StoredResult | undefined>;
  /** Those of them that are there, in one round trip and in no order. */
  all(run: RunRef, resultIds: readonly string[]): Promise<readonly StoredResult[]>;
  /**
   * The newest result under that key no older than `maxAgeMs`, made readable to this run under `resultId` too.
   * What this run already has under `resultId` comes first. The rows stay in the store: `get` reads them.
   * No other tenant's result can be found.
   */
  reuse(
    run: RunRef,
    resultId: string,
    cacheKey: string,
    maxAgeMs: number,
  ): Promise<ReusedResult | undefined>;
  /** What each metric came to in the newest answered runs of the tenant, this one left out. */
  recentMetrics(
    run: RunRef,
    keys: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** A result as it is kept. */
export interface NewResult extends ResultSet {
  readonly sql: string | null;
  readonly cacheKey: string | null;
  readonly lesser?: LesserTold;
  /** What later results of the same metric are held against; none where nothing is compared. */
  readonly metric?: Metric | null;
}
