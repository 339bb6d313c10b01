import type { Status } from '../../src/domain/answer.js';
import type { Scene, SceneOptions } from './scene.js';
import type { World } from './world.js';

/** One fault, and what must be true of the runs that met it. */
export interface Scenario {
  readonly name: string;
  /** Takes something away that others need: runs alone. */
  readonly alone?: boolean;
  /** Workers reach store and warehouse over lines that can be cut. */
  readonly proxied?: boolean;
  /** Only with `--long`. */
  readonly long?: boolean;
  /** Why this machine cannot play it; undefined where it can. */
  skip?(): Promise<string | undefined>;
  /** What the scene has instead of the world's; closed after it. */
  prepare?(world: World): Promise<SceneOptions & { close(): Promise<void> }>;
  /** Asks, and does the harm. What is judged once it returns and every run has ended: see `judge.ts`. */
  play(scene: Scene): Promise<Allowed>;
}

/** What the fault excuses. Nothing, where nothing is said. */
export interface Allowed {
  /** Statuses that runs may end with; `answered` alone by default. */
  readonly statuses?: readonly Status[];
  /** The run whose answer the others must equal, whatever their status; by default answers are the undisturbed one. */
  readonly like?: string;
  /** Calls to Claude that were cut off before their reply could be kept. */
  readonly callsInFlight?: number;
}

/** The line that is printed for a scenario. */
export interface Report {
  readonly scenario: string;
  readonly runs: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly repeated: number;
  readonly missingRows: number;
  readonly leftQueries: number;
  readonly doubleTickets: number;
}

export interface Verdict {
  readonly report: Report;
  readonly problems: readonly string[];
}
