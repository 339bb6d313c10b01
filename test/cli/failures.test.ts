import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NamespaceNotFoundError } from '@temporalio/client';
import { AnotherQuestion, InvalidQuestion, RunNotFound } from '../../src/client.js';
import { ConfigError } from '../../src/config.js';
import { ToolFailure } from '../../src/domain/failure.js';
import { TemporalUnreachable } from '../../src/adapters/temporal/connect.js';
import { describeFailure, UsageError } from '../../src/cli/failures.js';
import { ownCommand } from '../../src/cli/own-command.js';

for (const [name, error, exitCode] of [
  ['a wrong use', new UsageError('x'), 2],
  ['a wrong setting', new ConfigError('x'), 2],
  ['a wrong option of the question', new InvalidQuestion(['x']), 2],
  ['another question under the same id', new AnotherQuestion('x'), 2],
  ['an unknown run', new RunNotFound('x'), 2],
  ['no Temporal', new TemporalUnreachable('x'), 1],
  ['a defect of ours', new TypeError('x'), 1],
] as const) {
  test(`${name} ends with ${exitCode}`, () =>
    assert.deepEqual(describeFailure(error), { exitCode, message: error.message }));
}

test('a tool’s failure says what to do about it', () => {
  const error = { error: 'store_unavailable', class: 'transient', message: 'It is away.' } as const;
  assert.equal(
    describeFailure(new ToolFailure({ ...error, suggestion: 'Wait.' })).message,
    'It is away. Wait.',
  );
});

test('what is not an error at all is still one sentence', () => {
  assert.deepEqual(describeFailure('boo'), { exitCode: 1, message: 'Surefoot failed: boo' });
});

for (const [details, words] of [
  ['Namespace prod is not found.', /no such namespace .*TEMPORAL_NAMESPACE/],
  ['no mapping defined for search attribute SurefootStatus', /SUREFOOT_SEARCH_ATTRIBUTES=off/],
  ['the disk is full', /^Failed to start Workflow: the disk is full$/],
] as const) {
  test(`Temporal’s “${details}” is said in our words`, () => {
    const error = Object.assign(new Error('Failed to start Workflow'), { name: 'ServiceError' });
    error.cause = { code: 3, details };
    const { exitCode, message } = describeFailure(error);
    assert.equal(exitCode, 1);
    assert.match(message, words);
  });
}

for (const [whose, error] of [
  ['client', new NamespaceNotFoundError('prod')],
  [
    'worker',
    new Error('Namespace prod was not found or otherwise could not be described: Status { code }'),
  ],
] as const) {
  test(`a namespace that the ${whose} misses is said in the same words`, () => {
    const { exitCode, message } = describeFailure(error);
    assert.equal(exitCode, 1);
    assert.match(message, /no such namespace .*prod.*TEMPORAL_NAMESPACE/);
    assert.doesNotMatch(message, /Status/);
  });
}

test('a question that a command repeats drives no terminal', () => {
  assert.equal(ownCommand({}, 'ask', ['\u001b]0;x\u0007?']), "surefoot ask '\uFFFD]0;x\uFFFD?'");
});

for (const [script, command, expected] of [
  [undefined, 'ask', "surefoot ask 'It'\\''s?' --id a-1"],
  ['demo', 'demo', "npm run demo -- 'It'\\''s?' --id a-1"],
  ['surefoot', 'ask', "npm run surefoot -- ask 'It'\\''s?' --id a-1"],
  ['test', 'ask', "surefoot ask 'It'\\''s?' --id a-1"],
] as const) {
  test(`under ${script ?? 'no script'} we say: ${expected}`, () => {
    const env = script === undefined ? {} : { npm_lifecycle_event: script };
    assert.equal(ownCommand(env, command, ["It's?", '--id', 'a-1']), expected);
  });
}
