import { WorkflowClient, type Client } from '@temporalio/client';

/** Where OpenTelemetry's API, all of 1.x, keeps what a process has registered. */
const registered = Symbol.for('opentelemetry.js.api.1');

/**
 * The client's workflows, which are started within the trace that is active here. Where the process traces nothing, the
 * client's own: nothing is loaded and nothing is sent.
 */
export async function workflowsInTrace(client: Client): Promise<WorkflowClient> {
  const { workflow, connection } = client;
  if (!(registered in globalThis)) return workflow;
  const { headerOfActiveTrace } = await import('./trace-header.js');
  const header = headerOfActiveTrace();
  if (Object.keys(header).length === 0) return workflow;
  const { interceptors, ...options } = workflow.options;
  return new WorkflowClient({
    ...options,
    connection,
    interceptors: [
      {
        startWithDetails: (input, next) =>
          next({ ...input, headers: { ...header, ...input.headers } }),
      },
      ...(Array.isArray(interceptors) ? interceptors : []),
    ],
  });
}
