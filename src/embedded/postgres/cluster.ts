import type { ServerUser } from './server-user.js';

/** One Postgres cluster on disk, and how to run it. */
export interface Cluster {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  /** Owned by the server's user: the data, the log, and a copy of the binaries where one is needed. */
  readonly folder: string;
  readonly data: string;
  readonly user: ServerUser;
  /** False for tests: nothing is flushed to disk. */
  readonly durable: boolean;
}
