import type { ApiKey, ApiKeys } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { settled } from './settled.js';
import { isoTime } from './storable.js';

/** Keys of the HTTP API by their hashes, and what runs they have under way. */
export function storedApiKeys(db: Db): ApiKeys {
  return {
    create: async ({ keyId, tenant, name, role, hash, runsAtOnce }) =>
      await settled(() => db.run<ApiKey>(insert, [keyId, tenant, name, role, hash, runsAtOnce])),
    use: async (hash) => (await db.run<ApiKey>(use, [hash]))[0],
    list: async ({ tenant }) => await db.run<ApiKey>(list, [tenant ?? null]),
    revoke: async (keyId) => (await db.run<ApiKey>(revoke, [keyId]))[0],
    async valid(keyIds) {
      const found = await db.run<{ keyId: string }>(valid, [keyIds]);
      return found.map(({ keyId }) => keyId);
    },
    async admit({ tenant, runId, keyId, bodyHash, busyMs, runsAtOnce }) {
      const values = [tenant, runId, keyId, bodyHash, busyMs, runsAtOnce];
      const { admitted } = await settled(() => db.run<Admitted>(admit, values));
      return admitted;
    },
    release: async ({ tenant, runId }) => void (await db.run(release, [tenant, runId])),
  };
}

interface Admitted {
  readonly admitted: 'new' | 'same' | 'another' | 'full';
}

const columns = `
  key_id as "keyId", tenant, name, role, runs_at_once as "runsAtOnce", ${isoTime('created_at')} as "createdAt",
  ${isoTime('last_used_at')} as "lastUsedAt", ${isoTime('revoked_at')} as "revokedAt"`;

const insert: NamedStatement = {
  name: 'create_api_key',
  text: `
    insert into surefoot.api_keys (key_id, tenant, name, role, hash, runs_at_once)
    values ($1, $2, $3, $4, $5, $6)
    returning ${columns}`,
};

const use: NamedStatement = {
  name: 'use_api_key',
  text: `
    with noted as (
      update surefoot.api_keys set last_used_at = now()
      where hash = $1 and revoked_at is null
        and (last_used_at is null or last_used_at < now() - interval '1 minute')
    )
    select ${columns} from surefoot.api_keys where hash = $1 and revoked_at is null`,
};

const list: NamedStatement = {
  name: 'list_api_keys',
  text: `
    select ${columns} from surefoot.api_keys
    where $1::text is null or tenant = $1
    order by created_at desc, key_id limit 200`,
};

const revoke: NamedStatement = {
  name: 'revoke_api_key',
  text: `
    update surefoot.api_keys set revoked_at = now()
    where key_id = $1 and revoked_at is null
    returning ${columns}`,
};

const valid: NamedStatement = {
  name: 'valid_api_keys',
  text: `
    select key_id as "keyId" from surefoot.api_keys
    where key_id = any ($1::text[]) and revoked_at is null`,
};

const admit: NamedStatement = {
  name: 'admit_run',
  text: `
    select surefoot.admit_run($1, $2, $3, $4, now() + $5::float8 * interval '1 millisecond', $6) as admitted`,
};

const release: NamedStatement = {
  name: 'release_run',
  text: `update surefoot.api_runs set busy_until = now() where tenant = $1 and run_id = $2`,
};
