import { workflowIdOf, type RunRef } from './question.js';

/** Temporal's Web UI, and the namespace of the runs in it. */
export interface WebUi {
  readonly url: string;
  readonly namespace: string;
}

/** The page of a run in Temporal's Web UI. */
export function runLink({ tenant, runId }: RunRef, { url, namespace }: WebUi): string {
  const path = [namespace, 'workflows', workflowIdOf({ tenant, runId })].map(encodeURIComponent);
  return `${url.replace(/\/+$/, '')}/namespaces/${path.join('/')}`;
}
