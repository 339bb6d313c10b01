import type { ApiRole } from '../ports.js';

/** Who asks: what an API key stands for, or this machine where none is needed. */
export interface Caller {
  /** Every run, ticket and rating that it sees is this tenant's. */
  readonly tenant: string;
  readonly role: ApiRole;
  /** Null for this machine. */
  readonly keyId: string | null;
  /** Runs that it may have under way; null for as many as the server lets anyone have. */
  readonly runsAtOnce: number | null;
}
