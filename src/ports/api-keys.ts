import type { RunRef } from '../domain/question.js';

/** `user` asks and reads, `approver` also decides for the tenant, `operator` also sees the whole installation. */
export type ApiRole = 'user' | 'approver' | 'operator';

export interface NewApiKey {
  readonly keyId: string;
  /** Whose runs it may see. */
  readonly tenant: string;
  /** What it is for, in the words of whoever made it. */
  readonly name: string;
  readonly role: ApiRole;
  /** SHA-256 of the key, in hex: the key itself is kept nowhere. */
  readonly hash: string;
  /** Runs that it may have under way; null for as many as the server lets anyone have. */
  readonly runsAtOnce: number | null;
}

export interface ApiKey extends Omit<NewApiKey, 'hash'> {
  /** ISO, as the others. */
  readonly createdAt: string;
  /** To the minute; null where it never was. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** A run that is asked for over HTTP. */
export interface AskedOverHttp extends RunRef {
  /** '' for this machine. */
  readonly keyId: string;
  /** SHA-256 of all that was asked. */
  readonly bodyHash: string;
  /** How long it counts as under way, unless it has an answer by then. */
  readonly busyMs: number;
  /** Runs that the key may have under way. */
  readonly runsAtOnce: number;
}

export interface ApiKeys {
  create(key: NewApiKey): Promise<ApiKey>;
  /** Whose hash it is, unless it was revoked; notes that it was used. */
  use(hash: string): Promise<ApiKey | undefined>;
  /** Revoked ones, too; the newest first, 200 at most. */
  list(filter: { readonly tenant?: string }): Promise<readonly ApiKey[]>;
  /** For good; undefined where there is no such key, or it was revoked before. */
  revoke(keyId: string): Promise<ApiKey | undefined>;
  /** Those of them that are there and not revoked. */
  valid(keyIds: readonly string[]): Promise<readonly string[]>;
  /** Once per run: `same` where it was asked for, `another` where with another body, `full` where no more may run. */
  admit(asked: AskedOverHttp): Promise<'new' | 'same' | 'another' | 'full'>;
  /** It could not be started: it no longer counts as under way. */
  release(run: RunRef): Promise<void>;
}
