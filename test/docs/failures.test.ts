import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFailures, writtenFailures } from './failures-page.js';

/** Lines break where times have one digit more. */
const words = (text: string): readonly string[] => text.split(/\s+/);

test('docs/failures.md shows what the command line prints when something fails', async () => {
  assert.deepEqual(words(await renderFailures()), words(await writtenFailures()));
});
