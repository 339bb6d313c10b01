import type { Execution } from './attempts.js';

/** A run whose history does not fit this build's workflow code. */
export interface Divergence extends Execution {
  /** The first event that this build would not have made; where it throws, the task in which it does. */
  readonly event: { readonly id: number; readonly type: string } | null;
  readonly why: string;
}

/** Replays the newest histories, those of runs in flight included. @throws where Temporal does not answer */
export type ReplayHistories = (
  tenant: string | null,
  signal: AbortSignal,
) => Promise<ReplayedHistories>;

export interface Replayed {
  /** Fewer than were asked for where Temporal deleted one meanwhile. */
  readonly replayed: number;
  readonly diverged: readonly Divergence[];
}

export interface ReplayedHistories extends Replayed {
  /** The list filter that found them. */
  readonly filter: string;
}

export interface FoundRun extends Execution {
  readonly unfinished: boolean;
}

export interface ReplayChoice {
  /** Temporal's list filter; by default all unfinished workflows of the queue, then the newest runs that ended. */
  readonly query?: string;
  /** ISO; of those that ended, only what began then or later. */
  readonly since?: string;
  readonly limit: number;
}

/** Holds the live server's histories against this build. */
export interface ReplayDesk {
  find(choice: ReplayChoice): Promise<readonly FoundRun[]>;
  replay(runs: readonly Execution[], signal: AbortSignal): Promise<Replayed>;
  close(): Promise<void>;
}
