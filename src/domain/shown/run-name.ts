import { noTenant } from '../question.js';

/** A run as people are told of it: its id, with its tenant where there are tenants. */
export function runName({ tenant, runId }: { readonly tenant: string; readonly runId: string }) {
  return tenant === noTenant ? runId : `${tenant}/${runId}`;
}
