import { z } from 'zod';
import { runIdPattern } from '../../domain/question.js';

/** Which run a tool is about. */
export const runId = z
  .string()
  .regex(runIdPattern, 'is no id of a run')
  .describe('The id that ask_data or list_runs gave.');

const longestWaitSeconds = 60;

/** Most clients give a tool a minute; those that take progress as a sign of life give it more. */
export function waitSeconds(byDefault: number) {
  return z
    .number()
    .min(0)
    .max(longestWaitSeconds)
    .default(byDefault)
    .describe(
      'Seconds to wait for the answer. Comes it later, the result says how far the run is.',
    );
}
