import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { statusOfType, spendLimitCodes, wordsFor } from '../../src/adapters/anthropic/words.js';
import { classOf, errorClasses, type ErrorSource } from '../../src/domain/error-classes.js';
import type { ErrorClass } from '../../src/domain/failure.js';

const file = fileURLToPath(new URL('../../../shared/facts/sqlstate.json', import.meta.url));
const skip = !existsSync(file) && '../shared/facts/sqlstate.json is not here';

it('every SQLSTATE of Postgres has the class that was found for it', { skip }, () => {
  const codes: { code: string; category: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(codes.length, 251);
  for (const { code, category } of codes) assert.equal(classOf('sqlstate', code), category, code);
});

for (const [source, value, kind] of [
  ['sqlstate', 'ZZ999', 'unknown'],
  ['sqlstate', '', 'unknown'],
  ['network', 'ECONNRESET', 'transient'],
  ['network', 'CERT_HAS_EXPIRED', 'permanent'],
  ['network', 'EWHATEVER', 'unknown'],
  ['driver', 'Connection terminated unexpectedly', 'transient'],
  ['driver', 'timeout exceeded when trying to connect', 'transient'],
  ['driver', 'The server does not support SSL connections', 'permanent'],
  ['driver', 'x is not a function', 'unknown'],
  ['http', '429', 'transient'],
  ['http', '529', 'transient'],
  ['http', '521', 'transient'],
  ['http', '401', 'permanent'],
  ['http', '418', 'unknown'],
  ['claude', 'overloaded_error', 'transient'],
  ['claude', 'refusal', 'permanent'],
] satisfies [ErrorSource, string, ErrorClass][]) {
  it(`${source} ${value === '' ? 'nothing' : value} is ${kind}`, () => {
    assert.equal(classOf(source, value), kind);
  });
}

it('every row has a reason, and nothing stands twice', () => {
  for (const [source, rows] of Object.entries(errorClasses)) {
    const matches = rows.flatMap(([match]) => match.split('|'));
    assert.equal(new Set(matches).size, matches.length, source);
    for (const [match, , because] of rows) assert.ok(because.length > 4, `${source} ${match}`);
  }
});

it('what Claude’s API answers has the class of the table, by its status and by its type', () => {
  for (const status of [
    400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 504, 529, 599,
  ]) {
    assert.equal(wordsFor(status).class, classOf('http', String(status)), String(status));
  }
  for (const [type, status] of Object.entries(statusOfType)) {
    assert.equal(classOf('claude', type), classOf('http', String(status)), type);
  }
  for (const code of spendLimitCodes) assert.equal(classOf('claude', code), 'permanent');
});
