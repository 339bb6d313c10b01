import { toMinute } from '../../domain/shown/minute.js';
import type { ApiKey } from '../../ports.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';

/** Keys as a table, a line each. */
export function renderKeys(keys: readonly ApiKey[], look: Look): string[] {
  if (keys.length === 0) return ['There are no keys: `surefoot keys create` makes one.'];
  const columns = ['key', 'name', 'tenant', 'role', 'runs at once', 'made', 'last used', 'revoked'];
  return textTable(
    columns,
    keys.map((key) => [
      ...[key.keyId, key.name, key.tenant, key.role, key.runsAtOnce?.toString() ?? ''],
      ...[day(key.createdAt), minute(key.lastUsedAt), day(key.revokedAt)],
    ]),
    { ...look, whole: ['key'] },
  );
}

/** Minutes of all three would not fit the width of a terminal. */
function day(time: string | null): string {
  return time?.slice(0, 10) ?? '';
}

function minute(time: string | null): string {
  return time === null ? '' : toMinute(time);
}
