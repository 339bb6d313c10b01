import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sqlstateClass } from '../../src/domain/sqlstate-classes.js';

const file = fileURLToPath(new URL('../../../shared/facts/sqlstate.json', import.meta.url));
const skip = !existsSync(file) && '../shared/facts/sqlstate.json is not here';

it('every SQLSTATE of Postgres has the class that was found for it', { skip }, () => {
  const codes: { code: string; category: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(codes.length, 251);
  for (const { code, category } of codes) assert.equal(sqlstateClass(code), category, code);
});

it('a code that Postgres does not have is unknown', () => {
  assert.equal(sqlstateClass('ZZ999'), 'unknown');
  assert.equal(sqlstateClass(''), 'unknown');
});
