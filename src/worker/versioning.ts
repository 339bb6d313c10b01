import type { WorkerDeploymentOptions } from '@temporalio/worker';
import { ownBuildId } from '../build-id.js';
import { ConfigError, type Config } from '../config.js';

/**
 * As which version a worker polls. Undefined where workers are not versioned: then any worker takes any run, and a server
 * that was told of no current version has workers. @throws ConfigError
 */
export function versioningOf(
  config: Config,
  { isOwnBundle }: { readonly isOwnBundle: boolean },
): WorkerDeploymentOptions | undefined {
  if (!config.SUREFOOT_WORKER_VERSIONING) return undefined;
  const { SUREFOOT_BUILD_ID: given, SUREFOOT_DEPLOYMENT: deploymentName } = config;
  const buildId = given ?? (isOwnBundle ? undefined : ownBuildId());
  if (buildId === undefined) {
    throw new ConfigError(
      'SUREFOOT_BUILD_ID: is needed by versioned workers with workflows of your own, or whose sources were not built.',
    );
  }
  return {
    version: { deploymentName, buildId },
    useWorkerVersioning: true,
    // What is begun ends on the build that began it. What schedules start is short, and each start goes to the current
    // build. Another behaviour for some workflows cannot stand in the bundle: the server refuses it of workers without
    // a version.
    defaultVersioningBehavior: 'PINNED',
  };
}
