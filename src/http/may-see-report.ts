import type { Caller } from './caller.js';

/** A tenant's own for its keys, all for those of operators. */
export function maySeeReport(
  { role, tenant }: Caller,
  report: { readonly tenant: string | null },
): boolean {
  return role === 'operator' || report.tenant === tenant;
}
