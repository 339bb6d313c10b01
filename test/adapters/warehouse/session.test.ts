import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { sessionConfig } from '../../../src/adapters/warehouse/session.js';

test('what stands in the URL reaches the driver as it is, a plus too', () => {
  const url = 'postgres://re+ader:a+b%2Bc%20d@127.0.0.1/d+w?options=-c%20work_mem%3D8MB';
  const { user, password, database } = new Client(sessionConfig(url));
  assert.deepEqual([user, password, database], ['re+ader', 'a+b+c d', 'd+w']);
  const { searchParams } = new URL(String(sessionConfig(url).connectionString));
  assert.match(
    searchParams.get('options') ?? '',
    /^-c work_mem=8MB -c default_transaction_read_only=on/,
  );
});
