import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { DeployedBuild, Deployments } from '../../ports.js';
import { isNotFound } from './not-found.js';

/** No worker of that build polls, so new runs would wait for one. */
export class NoSuchBuild extends Error {
  override readonly name = 'NoSuchBuild';
}

/** The versions of one worker deployment. */
export function connectDeployments(
  { connection, options }: Client,
  deploymentName: string,
): Deployments {
  const { workflowService: service } = connection;
  const { namespace, identity } = options;
  const described = async () => {
    try {
      return await service.describeWorkerDeployment({ namespace, deploymentName });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  return {
    async builds() {
      const found = await described();
      const { versionSummaries, routingConfig } = found?.workerDeploymentInfo ?? {};
      return (versionSummaries ?? [])
        .map((summary) => buildOf(summary, routingConfig?.rampingVersionPercentage ?? 0))
        .toSorted((a, b) => (a.since < b.since ? 1 : -1));
    },
    async promote(buildId, percent) {
      const request = { namespace, deploymentName, buildId, identity };
      try {
        if (percent >= 100) await service.setWorkerDeploymentCurrentVersion(request);
        else await service.setWorkerDeploymentRampingVersion({ ...request, percentage: percent });
      } catch (cause) {
        if (!isNotFound(cause) && !isPrecondition(cause)) throw cause;
        throw new NoSuchBuild(
          `No worker of build ${buildId} polls as deployment ${deploymentName}: start its workers with SUREFOOT_WORKER_VERSIONING=on, then promote it.`,
          { cause },
        );
      }
      await routed(described);
    },
  };
}

type Described = Awaited<
  ReturnType<Client['connection']['workflowService']['describeWorkerDeployment']>
>;

/** The server tells its task queues one after the other: a run that is started before would still go to the old build. */
async function routed(described: () => Promise<Described | undefined>): Promise<void> {
  const { RoutingConfigUpdateState: known } = proto.temporal.api.enums.v1;
  for (const started = Date.now(); Date.now() - started < longestRoutingMs; await sleep(100)) {
    const state = (await described())?.workerDeploymentInfo?.routingConfigUpdateState;
    if (state !== known.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS) return;
  }
}

const longestRoutingMs = 10_000;

type Summary =
  proto.temporal.api.deployment.v1.WorkerDeploymentInfo.IWorkerDeploymentVersionSummary;

function buildOf(
  { deploymentVersion, status, createTime }: Summary,
  percent: number,
): DeployedBuild {
  const state = stateOf(status);
  return {
    buildId: deploymentVersion?.buildId ?? '',
    state,
    percent: state === 'ramping' ? percent : null,
    since: new Date(Number(createTime?.seconds ?? 0) * 1_000).toISOString(),
  };
}

function stateOf(status: Summary['status']): DeployedBuild['state'] {
  const { WorkerDeploymentVersionStatus: known } = proto.temporal.api.enums.v1;
  if (status === known.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT) return 'current';
  if (status === known.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING) return 'ramping';
  if (status === known.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING) return 'draining';
  if (status === known.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED) return 'drained';
  return 'inactive';
}

/** gRPC's FAILED_PRECONDITION. */
function isPrecondition(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 9;
}
