import { isQueryInput } from '../domain/plan.js';
import type { PlanTask, ReviewAnswerTask, StepTask, TicketTask } from '../domain/tasks.js';
import { withoutConstants } from '../sql/without-constants.js';

/** How much the log keeps of what attempts were called with. */
export type KeptParameters = 'on' | 'redacted' | 'off';

type Parameters = Readonly<Record<string, unknown>>;
type Task = Partial<
  Pick<StepTask, 'step'> &
    Pick<PlanTask, 'source' | 'room' | 'earlier' | 'finished' | 'failed' | 'edited'> &
    Pick<ReviewAnswerTask, 'figures'> &
    Pick<TicketTask, 'cause' | 'stepId' | 'error'>
> & { readonly steps?: readonly { readonly id: string }[] };

/** A step's input; of the run's own activities names and codes only, never what was asked or written. */
export function parametersOf(task: Task, kept: KeptParameters): Parameters | null {
  if (kept === 'off') return null;
  if (task.step === undefined) return ownParameters(task);
  return kept === 'on' ? task.step.input : redacted(task.step.input);
}

/** A query keeps its shape, without what it looks for; of any other tool's input its names are kept. */
function redacted(input: Parameters): Parameters {
  if (!isQueryInput(input)) {
    return Object.fromEntries(Object.keys(input).map((name) => [name, hidden]));
  }
  const { sql, params, measure, grain, dimensions, order, limit, warehouse } = input;
  return {
    ...(warehouse !== undefined && { warehouse }),
    sql: withoutConstants(sql) ?? hidden,
    params: params.length,
    ...{ measure, grain, dimensions, order, limit },
  };
}

const hidden = '…';

function ownParameters(task: Task): Parameters {
  const { source, room, earlier, finished, failed, edited, steps, figures, cause, stepId, error } =
    task;
  const findings = earlier?.at(-1)?.findings ?? [];
  const parameters = {
    source,
    room,
    ...(findings.length > 0 && { repairs: findings.map(({ code }) => code) }),
    ...(finished?.length && { finished: finished.map(({ id }) => id) }),
    ...(failed?.length && { failed: failed.map((each) => each.error.error) }),
    ...(typeof edited === 'string' && { edited: true }),
    steps: steps?.map(({ id }) => id),
    figures: figures?.map(({ name }) => name),
    cause,
    step: stepId,
    error: error?.error,
  };
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
