import type { WantedSchedule } from './adapters/temporal/schedules.js';
import type { Config } from './config.js';

/** What the workers do by the clock, besides answering questions. */
export function wantedSchedules({
  SUREFOOT_TASK_QUEUE: taskQueue,
}: Config): readonly WantedSchedule[] {
  return [
    {
      name: 'tend-store',
      workflow: 'tendStore',
      taskQueue,
      spec: { intervals: [{ every: '1 hour' }] },
      summary: 'Deletes from the store what is older than its time, and makes partitions ahead.',
    },
  ];
}
