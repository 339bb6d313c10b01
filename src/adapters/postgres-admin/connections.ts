import type { Pool } from 'pg';

/** How the connections of a pool are used, and how many callers wait for one. */
export interface Connections {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

export function connectionsOf({ totalCount, idleCount, waitingCount }: Pool): Connections {
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}
