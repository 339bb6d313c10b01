import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onFreePorts } from '../../src/embedded/on-free-ports.js';

const taken =
  'Postgres did not start. The end of its log:\nLOG: could not bind: Address already in use';

/** Fails that often, then is there. */
function server(failures: number, message: string) {
  let starts = 0;
  const start = () => {
    starts += 1;
    return starts > failures ? Promise.resolve('there') : Promise.reject(new Error(message));
  };
  return { start, starts: () => starts };
}

test('a server whose port another program took meanwhile is started again', async () => {
  const { start, starts } = server(2, taken);
  assert.equal(await onFreePorts(start), 'there');
  assert.equal(starts(), 3);
});

for (const [what, failures, message, tried] of [
  ['that finds none in three tries', 3, taken, 3],
  ['that fails in another way', 1, 'It ended with code 1.', 1],
] as const) {
  test(`a server ${what} fails with its own words`, async () => {
    const { start, starts } = server(failures, message);
    await assert.rejects(onFreePorts(start), { message });
    assert.equal(starts(), tried);
  });
}
