import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../src/config.js';
import { warehouseQueues } from '../../src/config/warehouse-queues.js';
import { warehouseSettings } from '../../src/config/warehouses.js';

const hidden = 'postgres://reader:hunter2@db/sales';

test('without a file there is one, as the environment has it, or none', async () => {
  const [only, ...others] = await warehouseSettings(
    loadConfig({ SUREFOOT_WAREHOUSE_URL: hidden, SUREFOOT_PII: 'customers(email)' }),
    {},
    {},
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    [only?.name, only?.url, only?.taskQueue, only?.called, only?.poolSize],
    ['warehouse', hidden, 'surefoot-warehouse', 'SUREFOOT_WAREHOUSE_URL', 10],
  );
  assert.equal(only?.personal.refused.length, 1);
  assert.deepEqual(await warehouseSettings(loadConfig({}), {}, {}), []);
});

test('of several each has its own queue, and the first keeps that of a single one', () => {
  const url = { env: 'SALES_URL' };
  const own = { warehouses: { sales: { url }, crm: { url } } };
  assert.deepEqual(warehouseQueues(loadConfig({}), own), [
    'surefoot-warehouse',
    'surefoot-warehouse-crm',
  ]);
});

test('what may be read must be allowed by file and environment, and what either calls personal is', async () => {
  const config = loadConfig({
    SUREFOOT_SCHEMAS: 'public, crm',
    SUREFOOT_TABLES: 'orders, crm.people(id, name, email)',
    SUREFOOT_PII: 'crm.people(email)',
    SUREFOOT_SHARED_TABLES: 'regions',
  });
  const sales = {
    url: () => Promise.resolve(hidden),
    schemas: ['crm', 'desk'],
    tables: ['crm.people(id, name, phone)', 'desk.tickets'],
    pii: ['crm.people(phone)'],
    piiMask: ['crm.people(name)'],
    sharedTables: ['calendar'],
    pool: 4,
  };
  const [found] = await warehouseSettings(config, { warehouses: { sales } }, {});
  const people = { schema: 'crm', name: 'people' };
  assert.deepEqual(found?.schemas, ['crm']);
  assert.deepEqual(found?.tables, [{ ...people, columns: ['id', 'name'] }]);
  assert.deepEqual(found?.personal, {
    refused: [
      { ...people, columns: ['email'] },
      { ...people, columns: ['phone'] },
    ],
    masked: [{ ...people, columns: ['name'] }],
  });
  assert.deepEqual(found?.tenancy.shared, ['regions', 'calendar']);
  assert.deepEqual([found?.poolSize, found?.called], [4, 'warehouses.sales.url']);
});

test('lists that have nothing in common leave nothing to be read, and that is said', async () => {
  const own = { warehouses: { sales: { url: () => hidden, tables: ['orders'] } } };
  await assert.rejects(warehouseSettings(loadConfig({ SUREFOOT_TABLES: 'people' }), own, {}), {
    name: 'ConfigError',
    message: /^warehouses\.sales has nothing left to be read/,
  });
});

test('every URL that cannot be had is named at once, and never its value or what a function said', async () => {
  const warehouses = {
    unset: { url: { env: 'NOT_THERE' } },
    wrong: { url: { env: 'WRONG_URL' } },
    thrown: { url: () => Promise.reject(new Error(hidden)) },
  };
  const env = { WRONG_URL: 'mysql://hunter2' };
  await assert.rejects(warehouseSettings(loadConfig({}), { warehouses }, env), ({ message }) => {
    assert.deepEqual(message.split('\n').toSorted(), [
      '  NOT_THERE: is not set.',
      '  WRONG_URL: must be a postgres:// URL.',
      '  warehouses.thrown.url: its function failed.',
      'These warehouses cannot be connected to:',
    ]);
    return true;
  });
});
