import type { Headers, WorkflowInterceptors } from '@temporalio/workflow';

/** Where all of Temporal's SDKs keep a trace's context, so that a caller in any language is understood. */
const traceHeader = '_tracer-data';

/**
 * Hands the trace that a run was started in to its activities. A run without one issues the commands that it would issue
 * without this module; nothing here waits, so that no history replays otherwise.
 */
export function interceptors(): WorkflowInterceptors {
  let carried: Headers = {};
  const carrying = <Input extends { readonly headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...carried, ...input.headers },
  });
  return {
    inbound: [
      {
        execute(input, next) {
          const data = input.headers[traceHeader];
          if (data !== undefined) carried = { [traceHeader]: data };
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(carrying(input)),
        scheduleLocalActivity: (input, next) => next(carrying(input)),
        startChildWorkflowExecution: (input, next) => next(carrying(input)),
      },
    ],
  };
}
