import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleSpec,
} from '@temporalio/client';

/** A workflow that Temporal starts by the clock, on whichever worker polls the queue then. */
export interface WantedSchedule {
  /** In kebab-case, such as `tend-store`: one schedule a name and task queue, see `scheduleId`. */
  readonly name: string;
  /** The workflow's type. */
  readonly workflow: string;
  readonly taskQueue: string;
  /** When, such as `{ intervals: [{ every: '1 hour' }] }`. */
  readonly spec: ScheduleSpec;
  readonly args?: readonly unknown[];
  /** How late one that was missed is still made up for; ten minutes where absent. */
  readonly catchupWindow?: '3 days';
  /** One sentence for people who find it in Temporal's Web UI. */
  readonly summary: string;
}

/** Installations that share a namespace have queues, and so schedules, of their own. */
export function scheduleId({
  name,
  taskQueue,
}: Pick<WantedSchedule, 'name' | 'taskQueue'>): string {
  return `surefoot.${name}.${taskQueue}`;
}

/**
 * Makes the schedule, or brings the one that is there up to date; paused it stays paused. Safe to repeat, by many workers
 * at once. While one run lasts no other begins; what was missed is made up for only within its window.
 */
export async function ensureSchedule(
  { schedule }: Pick<Client, 'schedule'>,
  wanted: WantedSchedule,
): Promise<void> {
  const id = scheduleId(wanted);
  const { workflow, taskQueue, spec, args, summary, catchupWindow = '10 minutes' } = wanted;
  const options = {
    spec,
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      workflowId: id,
      taskQueue,
      args: [...(args ?? [])],
      staticSummary: summary,
    },
  };
  try {
    await schedule.create({ ...options, scheduleId: id, state: { note: summary } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(id).update(({ state: { paused, note } }) => ({
      ...options,
      state: { paused, ...(note !== undefined && { note }) },
    }));
  }
}

/** Deletes a schedule that settings no longer ask for. What it has started goes on. */
export async function dropSchedule(
  { schedule }: Pick<Client, 'schedule'>,
  unwanted: Pick<WantedSchedule, 'name' | 'taskQueue'>,
): Promise<void> {
  try {
    await schedule.getHandle(scheduleId(unwanted)).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
