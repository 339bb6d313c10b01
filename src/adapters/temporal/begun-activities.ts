import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { LoadedDataConverter, Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { BegunActivity, Execution } from '../../ports.js';

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
type Failure = proto.temporal.api.failure.v1.IFailure;
type Pending = proto.temporal.api.workflow.v1.IPendingActivityInfo;

/**
 * Every regular activity of a workflow, from its history; the client is that of the activity that asks. None where Temporal
 * has no such run: one that a person started under another id, or whose history was deleted before the store came back.
 */
export async function begunActivities(
  execution: Execution,
  client: Client = Context.current().client,
): Promise<readonly BegunActivity[]> {
  const known = await knownOf(execution, client).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  });
  if (known === undefined) return [];
  const { raw, events } = known;
  const closed = await closedIn(events ?? [], decoderOf(client.options.loadedDataConverter));
  return withPending(closed, raw.pendingActivities ?? []);
}

async function knownOf({ workflowId, temporalRunId }: Execution, client: Client) {
  const handle = client.workflow.getHandle(workflowId, temporalRunId);
  // First, so that what ends meanwhile is in the history.
  const { raw } = await handle.describe();
  const { events } = await handle.fetchHistory();
  return { raw, events };
}

type Decode = (payload: Payload | null | undefined) => Promise<unknown>;

/** A history is fetched as it was written: what the worker encrypts, only its own converter reads. */
function decoderOf({ payloadConverter, payloadCodecs }: LoadedDataConverter): Decode {
  return async (payload) => {
    let payloads = payload ? [payload] : [];
    for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
    const [plain] = payloads;
    return plain && payloadConverter.fromPayload(plain);
  };
}

/** Of an activity that is not over yet the history knows no attempt. */
async function closedIn(
  events: readonly HistoryEvent[],
  decode: Decode,
): Promise<readonly BegunActivity[]> {
  const found = new Map<string, BegunActivity>();
  const note = (eventId: unknown, attempts: number, worker: string) => {
    const activity = found.get(String(eventId));
    if (activity === undefined || activity.attempts >= attempts) return;
    found.set(String(eventId), { ...activity, attempts, worker });
  };
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const started = event.activityTaskStartedEventAttributes;
    const timedOut = event.activityTaskTimedOutEventAttributes;
    if (scheduled) {
      const [payload] = scheduled.input?.payloads ?? [];
      found.set(String(event.eventId), {
        activityId: scheduled.activityId ?? '',
        tool: scheduled.activityType?.name ?? '',
        argument: await decode(payload),
        scheduledAtMs: Number(event.eventTime?.seconds ?? 0) * 1_000,
        attempts: 0,
        worker: '',
      });
    } else if (started)
      note(started.scheduledEventId, started.attempt ?? 1, started.identity ?? '');
    else if (timedOut) {
      note(timedOut.scheduledEventId, await triedBefore(timedOut.failure?.cause, decode), '');
    }
  }
  return [...found.values()];
}

/** Out of time between two attempts: the failure of the one before is told, which may know its number. */
async function triedBefore(failure: Failure | null | undefined, decode: Decode): Promise<number> {
  if (!failure) return 0;
  const [, payload] = failure.applicationFailureInfo?.details?.payloads ?? [];
  const attempt = await decode(payload);
  return typeof attempt === 'number' ? attempt : 1;
}

function withPending(
  closed: readonly BegunActivity[],
  pending: readonly Pending[],
): readonly BegunActivity[] {
  const begun = new Map(pending.map((each) => [each.activityId, each]));
  return closed.map((activity) => {
    const now = begun.get(activity.activityId);
    return now === undefined || activity.attempts > 0
      ? activity
      : { ...activity, attempts: attemptsOf(now), worker: now.lastWorkerIdentity ?? '' };
  });
}

/** One that waits for a worker counts the attempt that is to come. */
function attemptsOf({ state, attempt }: Pending): number {
  const waits = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
  return (attempt ?? 1) - (state === waits ? 1 : 0);
}
