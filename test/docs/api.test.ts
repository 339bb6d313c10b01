import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { apiSurface } from './api-surface.js';

test('the package exports what docs/api.txt says: `npm run docs:api` where it is meant to change', () => {
  const page = readFileSync(new URL('../../docs/api.txt', import.meta.url), 'utf8');
  assert.equal(apiSurface(), page);
});
