import { createHash, randomBytes } from 'node:crypto';
import { isTenant, noTenant } from '../domain/question.js';
import type { ApiKey, ApiKeys, ApiRole } from '../ports.js';

/** A key that cannot be, or is not there. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

export interface NewKeyOptions {
  readonly name: string;
  readonly tenant?: string;
  readonly role?: ApiRole;
  /** As many as the server lets anyone have, where it is not said. */
  readonly runsAtOnce?: number;
}

/** Keys of the HTTP API. */
export interface ApiKeyDesk {
  /** The `key` is said once and kept nowhere. @throws KeyRefused */
  create(options: NewKeyOptions): Promise<{ readonly key: string; readonly apiKey: ApiKey }>;
  list(filter?: { readonly tenant?: string }): Promise<readonly ApiKey[]>;
  /** For good, from the next request on. @throws KeyRefused where it is not there, or revoked already */
  revoke(keyId: string): Promise<ApiKey>;
  /** Whose key it is; undefined where nobody’s any more. */
  callerOf(key: string): Promise<ApiKey | undefined>;
}

const longestName = 100;

export function apiKeyDesk(keys: Pick<ApiKeys, 'create' | 'list' | 'revoke' | 'use'>): ApiKeyDesk {
  return {
    list: (filter = {}) => keys.list(filter),
    async create({ name, tenant = noTenant, role = 'user', runsAtOnce }) {
      if (name.trim() === '' || name.length > longestName) {
        throw new KeyRefused(`Name what the key is for, in 1 to ${longestName} characters.`);
      }
      if (!isTenant(tenant)) {
        throw new KeyRefused('tenant: use 1 to 64 letters, digits, or . _ -');
      }
      const key = `sf_${randomBytes(32).toString('base64url')}`;
      const apiKey = await keys.create({
        ...{ keyId: `key-${randomBytes(5).toString('hex')}`, tenant, name, role },
        ...{ hash: hashOf(key), runsAtOnce: runsAtOnce ?? null },
      });
      return { key, apiKey };
    },
    async revoke(keyId) {
      const revoked = await keys.revoke(keyId);
      if (revoked !== undefined) return revoked;
      throw new KeyRefused(`There is no valid key ${keyId}: \`surefoot keys list\` has their ids.`);
    },
    // What has not our form was never given out, and is not looked for.
    callerOf: async (key) => (keyForm.test(key) ? await keys.use(hashOf(key)) : undefined),
  };
}

const keyForm = /^sf_[\w-]{43}$/;

/** A key is random enough that its hash needs neither salt nor time. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
