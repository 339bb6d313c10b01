import type { Answer } from '../../domain/answer.js';
import { bindingsIn } from '../../domain/parameters.js';
import type { ReceiptPlan, ReceiptStep } from '../../domain/receipt.js';
import type { Rung } from '../../domain/result.js';
import type { LoggedAttempt, RunEvent } from '../../ports.js';
import { textIn } from './event-data.js';

/** The steps as the answer reports them, or as far as a running run has come. */
export function stepsOf(
  answer: Answer | null,
  plans: readonly ReceiptPlan[],
  events: readonly RunEvent[],
  logged: readonly LoggedAttempt[],
): readonly ReceiptStep[] {
  if (answer !== null) {
    return answer.steps.map((step) => ({ ...step, params: paramsOf(step.id, step.sql, logged) }));
  }
  return plannedSteps(plans).map(({ id, tool }) => {
    const tries = logged.filter(({ step }) => step === id);
    const newest = tries.at(-1);
    const finished = events.findLast(
      ({ kind, data }) => kind === 'step.finished' && data['step'] === id,
    );
    const sql = textIn(newest?.parameters?.['sql']);
    return {
      ...{
        id,
        tool,
        status: statusOf(tries, finished),
        rung: (newest?.rung ?? null) as Rung | null,
      },
      attempts: tries.filter(({ status, rung }) => status !== 'refused' && isOwn(rung)).length,
      ms: newest?.latencyMs ?? 0,
      ...{ asOf: null, sql: sql === '' ? null : sql, rowCount: newest?.rowCount ?? null },
      ...{ truncated: false, resultId: null, ageSeconds: null, note: null, error: null },
      params: paramsOf(id, sql, logged),
    };
  });
}

function isOwn(rung: string | null): boolean {
  return rung === null || rung === 'live' || rung === 'cache';
}

/** Those of the newest plan, and what earlier ones had finished. */
function plannedSteps(plans: readonly ReceiptPlan[]): ReceiptPlan['steps'] {
  return plans.filter(({ made }) => made).at(-1)?.steps ?? [];
}

function statusOf(
  tries: readonly LoggedAttempt[],
  finished: RunEvent | undefined,
): ReceiptStep['status'] {
  if (tries.length === 0) return 'not_started';
  if (tries.some(({ status }) => status === 'running')) return 'running';
  return finished?.data['status'] === 'succeeded' ? 'succeeded' : 'running';
}

/** Of the statement that ran: another one, such as a simpler query, has none that the log knows. */
function paramsOf(id: string, sql: string | null, logged: readonly LoggedAttempt[]) {
  const same = logged.findLast(
    ({ step, parameters }) => step === id && parameters?.['sql'] === sql,
  );
  return bindingsIn(same?.parameters?.['params']);
}
