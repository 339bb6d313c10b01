import type { Client } from '@temporalio/client';
import { isNotFound } from './not-found.js';
import { isPolled, type AskedQueue } from './pollers.js';

/** What `doctor` says of a Temporal server that answers. */
export interface ServerDescription {
  readonly version: string;
  readonly namespaceFound: boolean;
  /** Of the asked ones, those that the namespace does not know. */
  readonly missingSearchAttributes: readonly string[];
  /** Queues of the asked ones that no worker polls. */
  readonly unpolledQueues: readonly string[];
}

interface Asked {
  readonly searchAttributes: readonly string[];
  readonly queues: readonly AskedQueue[];
}

/** Looks at what a run needs of the server, without starting anything. */
export async function describeServer(client: Client, asked: Asked): Promise<ServerDescription> {
  const { workflowService } = client.connection;
  const { namespace } = client.options;
  const [{ serverVersion }, namespaceFound] = await Promise.all([
    workflowService.getSystemInfo({}),
    workflowService.describeNamespace({ namespace }).then(
      () => true,
      (error: unknown) => {
        if (isNotFound(error)) return false;
        throw error;
      },
    ),
  ]);
  if (!namespaceFound) {
    return {
      version: serverVersion ?? '',
      namespaceFound,
      missingSearchAttributes: [],
      unpolledQueues: [],
    };
  }
  const [known, polled] = await Promise.all([
    knownSearchAttributes(client),
    Promise.all(asked.queues.map(async (queue) => await isPolled(client, queue))),
  ]);
  return {
    version: serverVersion ?? '',
    namespaceFound,
    missingSearchAttributes: asked.searchAttributes.filter((name) => !known.includes(name)),
    unpolledQueues: asked.queues.flatMap(({ name }, index) =>
      polled[index] === true ? [] : [name],
    ),
  };
}

async function knownSearchAttributes({ connection, options }: Client): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: options.namespace,
  });
  return Object.keys(customAttributes ?? {});
}
