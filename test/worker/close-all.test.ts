import assert from 'node:assert/strict';
import { it } from 'node:test';
import { closeAll } from '../../src/close-all.js';

it('closes each, the newest first and once, whatever becomes of the others', async () => {
  const closed: string[] = [];
  const opened = ['first', 'second', 'third'].map((name) => ({
    close() {
      closed.push(name);
      return name === 'first' ? Promise.resolve() : Promise.reject(new Error(name));
    },
  }));
  await assert.rejects(closeAll(opened), /third/);
  assert.deepEqual(closed, ['third', 'second', 'first']);
  await closeAll(opened);
  assert.equal(closed.length, 3);
});
