import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { createActivities } from '../activities/index.js';
import { ConfigError } from '../config.js';

/** The user's own, by name. What they take and return is their own business. */
export type OwnActivities = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

/**
 * What the main queue's worker does. @throws ConfigError that names each of the user's that would stand in for one of
 * Surefoot's
 */
export function withOwnActivities(
  { run, upkeep, light, warehouse }: ReturnType<typeof createActivities>,
  own: OwnActivities,
): object {
  const ours = { ...run, ...upkeep, ...light };
  const taken = Object.keys(own).filter((name) => name in ours || name in warehouse);
  if (taken.length > 0) {
    throw new ConfigError(
      `Rename these activities, whose names are Surefoot's own or a tool's: ${taken.join(', ')}.`,
    );
  }
  return { ...ours, ...own };
}

/** What is said of Surefoot's attempts, in log, spans and failures, is not said of the user's own. */
export function notOf(
  own: OwnActivities,
  interceptors: ActivityInterceptorsFactory,
): ActivityInterceptorsFactory {
  return (context) => (context.info.activityType in own ? {} : interceptors(context));
}
