import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import {
  defaultPayloadConverter,
  METADATA_ENCODING_KEY,
  type PayloadCodec,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import { begunActivities } from '../../../src/adapters/temporal/begun-activities.js';
import { until } from '../../e2e/watching.js';
import { temporalForTests } from '../../support.js';

let connection: Connection;
before(async () => {
  connection = await Connection.connect({ address: (await temporalForTests()).address });
});
after(() => connection.close());

const seconds = (count: number) => ({ seconds: count as unknown as Long });
type Long = NonNullable<proto.google.protobuf.IDuration['seconds']>;

/** An activity that is missed after a second and may be tried again a second later, on a queue of its own. */
const scheduled = (activityId: string, taskQueue: string, more: object = {}) => ({
  commandType: proto.temporal.api.enums.v1.CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
  scheduleActivityTaskCommandAttributes: {
    activityId,
    activityType: { name: 'execute_query' },
    taskQueue: { name: `${taskQueue}-${activityId}` },
    input: { payloads: [defaultPayloadConverter.toPayload({ of: activityId })] },
    scheduleToCloseTimeout: seconds(60),
    startToCloseTimeout: seconds(60),
    heartbeatTimeout: seconds(1),
    retryPolicy: { initialInterval: seconds(1), backoffCoefficient: 1 },
    ...more,
  },
});

test('of a run that Temporal does not have no activity is known', async () => {
  const execution = { workflowId: 'surefoot/default/nowhere', temporalRunId: randomUUID() };
  assert.deepEqual(await begunActivities(execution, new Client({ connection })), []);
});

test('the attempts that workers have begun are known, whatever became of them', async () => {
  const client = new Client({ connection });
  const { workflowService } = connection;
  const { namespace } = client.options;
  const id = `begun-${randomUUID()}`;
  const { firstExecutionRunId } = await client.workflow.start('byHand', {
    workflowId: id,
    taskQueue: id,
  });
  const execution = { workflowId: id, temporalRunId: firstExecutionRunId };
  const identity = 'by hand';
  const polled = <T>(poll: () => Promise<T>) => connection.withDeadline(Date.now() + 20_000, poll);
  const task = await polled(() =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: id }, identity }),
  );
  await workflowService.respondWorkflowTaskCompleted({
    taskToken: task.taskToken ?? null,
    commands: [
      scheduled('untouched', id),
      scheduled('goes-on', id, { heartbeatTimeout: seconds(60) }),
      scheduled('silent', id, { retryPolicy: { maximumAttempts: 1 } }),
      // Its second attempt finds no worker.
      scheduled('abandoned', id, { scheduleToCloseTimeout: seconds(4) }),
    ],
  });
  const toldToWorkers = new Set<number>();
  for (const activityId of ['goes-on', 'silent', 'abandoned']) {
    const taskQueue = { name: `${id}-${activityId}` };
    const { scheduledTime } = await polled(() =>
      workflowService.pollActivityTaskQueue({ namespace, taskQueue, identity }),
    );
    toldToWorkers.add(Number(scheduledTime?.seconds) * 1_000);
  }
  await until('two are over', async () => {
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    const over = (events ?? []).filter((event) => event.activityTaskTimedOutEventAttributes);
    return over.length === 2;
  });

  const found = await begunActivities(execution, client);
  assert.deepEqual(
    found.map(({ activityId, attempts, worker }) => [activityId, attempts, worker]),
    [
      ['untouched', 0, ''],
      ['goes-on', 1, identity],
      ['silent', 1, identity],
      ['abandoned', 1, ''],
    ],
  );
  const [scheduledAtMs = 0, ...others] = toldToWorkers;
  assert.deepEqual(others, []);
  assert.deepEqual(found[0], {
    scheduledAtMs,
    ...{ activityId: 'untouched', tool: 'execute_query', argument: { of: 'untouched' } },
    ...{ attempts: 0, worker: '' },
  });
  await client.workflow.getHandle(id).terminate();
});

/** As one that encrypts: the metadata says nothing that a plain converter could go by. */
const mirrored: PayloadCodec = {
  encode: (payloads) =>
    Promise.resolve(
      payloads.map(({ data }) => ({
        metadata: { [METADATA_ENCODING_KEY]: new TextEncoder().encode('binary/mirrored') },
        data: (data ?? new Uint8Array()).toReversed(),
      })),
    ),
  decode: (payloads) =>
    Promise.resolve(
      payloads.map(({ data }) => ({
        metadata: { [METADATA_ENCODING_KEY]: new TextEncoder().encode('json/plain') },
        data: (data ?? new Uint8Array()).toReversed(),
      })),
    ),
};

test('what a worker encrypts is read by its own converter', async () => {
  const client = new Client({ connection, dataConverter: { payloadCodecs: [mirrored] } });
  const { namespace } = client.options;
  const id = `begun-${randomUUID()}`;
  const { firstExecutionRunId } = await client.workflow.start('byHand', {
    workflowId: id,
    taskQueue: id,
  });
  const { taskToken } = await connection.withDeadline(Date.now() + 20_000, () =>
    connection.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: id } }),
  );
  const argument = { of: 'unread' };
  const payloads = await mirrored.encode([defaultPayloadConverter.toPayload(argument)]);
  await connection.workflowService.respondWorkflowTaskCompleted({
    taskToken,
    commands: [scheduled('unread', id, { input: { payloads } })],
  });

  const [found] = await begunActivities(
    { workflowId: id, temporalRunId: firstExecutionRunId },
    client,
  );
  assert.deepEqual(found?.argument, argument);
  await client.workflow.getHandle(id).terminate();
});
