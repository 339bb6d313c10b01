import type { Client } from '@temporalio/client';
import { Runtime, type NativeConnection } from '@temporalio/worker';
import { dropSchedule, ensureSchedule } from '../adapters/temporal/schedules.js';
import type { Config } from '../config.js';
import { unwantedSchedules, wantedSchedules } from './wanted-schedules.js';

/** Beside the first questions. A worker that may not do that, or whose server is away, answers all the same. */
export async function seeToSchedules(
  connection: NativeConnection,
  client: Client,
  config: Config,
): Promise<void> {
  const ensure = () =>
    Promise.all([
      ...wantedSchedules(config).map((wanted) => ensureSchedule(client, wanted)),
      ...unwantedSchedules(config).map((unwanted) => dropSchedule(client, unwanted)),
    ]);
  try {
    await connection.withDeadline(Date.now() + longestScheduleMs, ensure);
  } catch (error) {
    Runtime.instance().logger.warn(noSchedules, { error: String(error) });
  }
}

const longestScheduleMs = 10_000;
const noSchedules = 'The schedules for upkeep could not be seen to: those that are there go on.';
