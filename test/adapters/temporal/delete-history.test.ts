import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { deleteHistory } from '../../../src/adapters/temporal/delete-history.js';
import { temporalForTests } from '../../support.js';

// That it is gone takes the server half a minute, which nobody waits for here.
test('the history of an ended run is deleted, and one that is not there is gone', async () => {
  const connection = await Connection.connect({ address: (await temporalForTests()).address });
  const client = new Client({ connection });
  const workflowId = `forgotten-${randomUUID()}`;
  const { firstExecutionRunId: temporalRunId, ...handle } = await client.workflow.start('byHand', {
    ...{ workflowId, taskQueue: workflowId },
  });
  await handle.terminate();
  assert.equal(await deleteHistory(client, { workflowId, temporalRunId }), 'deleted');
  const never = { workflowId: `${workflowId}/record/x`, temporalRunId: '' };
  assert.equal(await deleteHistory(client, never), 'gone');
  await connection.close();
});
