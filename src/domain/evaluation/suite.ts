import type { Status } from '../answer.js';
import { isDraft, type EvaluationCase } from '../evaluation-case.js';

/** Questions, and what is right for each. What `surefoot feedback list --cases` prints is one. */
export interface Suite {
  readonly name: string;
  readonly cases: readonly SuiteCase[];
}

/** One question of a suite, with the suite's own defaults filled in. */
export interface SuiteCase extends Omit<EvaluationCase, 'asOf' | 'warehouse'> {
  /** ISO day; null is the day on which it is asked. */
  readonly asOf: string | null;
  readonly timeZone: string;
  readonly locale: string;
  readonly tenant: string;
  /** Where its SQL runs; null is the first one that is configured. */
  readonly warehouse: string | null;
  /** Gold for further steps of the answer, beside the one that it shows. */
  readonly also: readonly Gold[];
  readonly ordered: boolean;
  readonly tolerance: number;
  readonly extraColumns: boolean;
  /** How the run must end; null where rows are to be compared. */
  readonly status: Status | null;
}

/** A statement whose rows are the right ones. */
export interface Gold {
  readonly sql: string;
  readonly warehouse: string | null;
}

/** Why a case cannot be asked yet; undefined where it can. */
export function whyNotReady({ sql, status, note }: SuiteCase): string | undefined {
  if (status !== null) return undefined;
  if (sql.trim() === '') return 'it has no SQL: write its gold, or the status that is right';
  if (isDraft(note))
    return 'its answer was rated down: put its SQL right and take that out of its note';
  return undefined;
}
