import { workflowIdOf, type RunInput } from '../domain/question.js';
import type { RunRecord } from '../ports.js';

/** A run as the store registers it. */
export function runRecord(input: RunInput, temporalRunId: string): RunRecord {
  const { question, runId, mode } = input;
  const { text, tenant, ...who } = question;
  return {
    runId,
    tenant,
    question: text,
    user: who.user,
    session: who.session,
    asOf: who.asOf,
    timeZone: who.timeZone,
    mode,
    workflowId: workflowIdOf({ tenant, runId }),
    temporalRunId,
  };
}
