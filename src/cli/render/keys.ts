import type { ApiKey } from '../../ports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

/** Keys as a table, a line each. */
export function renderKeys(
  keys: readonly ApiKey[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  if (keys.length === 0) return ['There are no keys: `surefoot keys create` makes one.'];
  const columns = ['key', 'name', 'tenant', 'role', 'runs at once', 'made', 'last used', 'revoked'];
  return renderTable(
    {
      step: '',
      columns: columns.map((name) => ({ name, type: 'text' })),
      rows: keys.map((key) => [
        ...[key.keyId, key.name, key.tenant, key.role, key.runsAtOnce?.toString() ?? ''],
        ...[day(key.createdAt), minute(key.lastUsedAt), day(key.revokedAt)],
      ]),
      rowCount: keys.length,
      truncated: false,
    },
    { width, maxRows: keys.length, style, whole: ['key'] },
  );
}

/** Minutes of all three would not fit the width of a terminal. */
function day(time: string | null): string {
  return time?.slice(0, 10) ?? '';
}

function minute(time: string | null): string {
  return time === null ? '' : time.slice(0, 16).replace('T', ' ');
}
