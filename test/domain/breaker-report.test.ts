import assert from 'node:assert/strict';
import { it } from 'node:test';
import { callResultOf } from '../../src/domain/breaker-report.js';
import type { CallResult } from '../../src/domain/breaker.js';
import type { ErrorClass } from '../../src/domain/failure.js';

for (const [name, error, kind, said] of [
  ['a lost connection shows it unwell', 'connection_lost', 'transient', 'unwell'],
  ['Claude overloaded is unwell', 'claude_overloaded', 'transient', 'unwell'],
  ['Claude’s rate limit is unwell', 'claude_rate_limited', 'transient', 'unwell'],
  ['Claude too slow is unwell', 'claude_timeout', 'transient', 'unwell'],
  ['what nobody knows is unwell', 'tool_failed', 'unknown', 'unwell'],
  ['a slow statement is counted as one', 'tool_timeout', 'timeout', 'timed_out'],
  ['a wrong column says nothing', 'unknown_column', 'permanent', 'neither'],
  ['a question without data says nothing', 'no_data', 'user_error', 'neither'],
  ['the store’s absence is not the tool’s', 'store_unavailable', 'transient', 'neither'],
  ['nor is any other failure of the store', 'store_error', 'unknown', 'neither'],
] satisfies [string, string, ErrorClass, CallResult['kind']][]) {
  it(name, () => {
    const result = callResultOf({ error, class: kind }, 'select 1');
    assert.equal(result.kind, said);
    if (result.kind === 'timed_out') assert.equal(result.statement, 'select 1');
  });
}
