import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

export type History = Awaited<
  ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>
>;
type Event = NonNullable<History['events']>[number];

/**
 * The same history as if the workflow task were done that a run in flight has open. A replay ends as soon as it hands out
 * a task that no event completes: what the code throws in it is a line in the log and no error, and a history that has no
 * task yet is waited for without end. As everywhere in a replay, `patched` takes the old path in that task, too.
 */
export function withOpenTaskDone(history: History): History {
  const events = history.events ?? [];
  const last = events.at(-1);
  if (last === undefined || endings.has(last.eventType ?? 0)) return history;
  const next = nextOfTask(events.findLast(({ eventType }) => ofTasks.has(eventType ?? 0)));
  if (next === undefined) return history;
  const eventId = Number(last.eventId) + 1;
  const event = HistoryEvent.fromObject({ ...next, eventId, eventTime: last.eventTime });
  return withOpenTaskDone({ ...history, events: [...events, event] });
}

const { EventType } = proto.temporal.api.enums.v1;
const { HistoryEvent } = proto.temporal.api.history.v1;

const scheduled = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
const started = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED;
const completed = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;

/** What comes after the newest event of a workflow task; one that failed or timed out is scheduled anew. */
function nextOfTask(newest: Event | undefined): object | undefined {
  if (newest?.eventType === completed) return undefined;
  const { eventType, eventId } = newest ?? {};
  if (eventType === scheduled) {
    const workflowTaskStartedEventAttributes = { scheduledEventId: eventId };
    return { eventType: started, workflowTaskStartedEventAttributes };
  }
  if (eventType === started) {
    const scheduledEventId = newest?.workflowTaskStartedEventAttributes?.scheduledEventId;
    const workflowTaskCompletedEventAttributes = { scheduledEventId, startedEventId: eventId };
    return { eventType: completed, workflowTaskCompletedEventAttributes };
  }
  return { eventType: scheduled, workflowTaskScheduledEventAttributes: {} };
}

const ofTasks: ReadonlySet<number> = new Set([
  scheduled,
  started,
  completed,
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
]);

/** Nothing comes after them. */
const endings: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
]);
