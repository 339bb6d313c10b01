import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { withHelp } from '../../src/activities/with-help.js';
import { ToolFailure, type ErrorClass, type ToolError } from '../../src/domain/failure.js';
import { defineTool, type ToolContext } from '../../src/tools/define-tool.js';
import type { AnyTool } from '../../src/tools/registry.js';

const context = {
  signal: new AbortController().signal,
} as unknown as ToolContext;

function helpful(help: NonNullable<AnyTool['help']>): AnyTool {
  const tool = defineTool({
    name: 'helpful',
    description: 'Always fails.',
    input: z.strictObject({}),
    output: z.null(),
    run: () => Promise.resolve(null),
    help,
  });
  return tool;
}

const sharper = helpful(() => Promise.resolve({ suggestion: 'Ask for less.' }));

async function failed(
  tool: AnyTool,
  errorClass: ErrorClass,
  more: { readonly signal?: AbortSignal; readonly left?: number } = {},
): Promise<ToolError & { readonly nextTryMs: number | null }> {
  const { left = 5_000, ...rest } = more;
  const thrown = new ToolFailure(
    { error: 'it_failed', class: errorClass, message: 'It failed.', suggestion: 'Wait.' },
    { nextTryMs: 7 },
  );
  try {
    const bound = { ...context, ...rest, deadlineMs: Date.now() + left };
    await withHelp(tool, {}, bound, () => Promise.reject(thrown));
  } catch (error) {
    if (error instanceof ToolFailure) return { ...error.toolError, nextTryMs: error.nextTryMs };
  }
  return assert.fail('It did not fail.');
}

for (const errorClass of ['timeout', 'permanent', 'user_error'] as const) {
  test(`a failure that is ${errorClass} gets the tool’s help, and keeps the rest`, async () => {
    const { suggestion, message, nextTryMs } = await failed(sharper, errorClass);
    assert.deepEqual([suggestion, message, nextTryMs], ['Ask for less.', 'It failed.', 7]);
  });
}

for (const errorClass of ['transient', 'unknown'] as const) {
  test(`a failure that is ${errorClass} is tried again, and nobody is asked`, async () => {
    const never = helpful(() => assert.fail('Help was asked.'));
    assert.equal((await failed(never, errorClass)).suggestion, 'Wait.');
  });
}

test('help that fails, comes too late, or is for nobody any more leaves the failure as it is', async () => {
  const broken = helpful(() => Promise.reject(new Error('No help.')));
  const late = helpful(() => new Promise(() => undefined));
  assert.equal((await failed(broken, 'timeout')).suggestion, 'Wait.');
  assert.equal((await failed(late, 'timeout', { left: 50 })).suggestion, 'Wait.');
  assert.equal((await failed(sharper, 'timeout', { left: -1 })).suggestion, 'Wait.');
  const signal = AbortSignal.abort();
  assert.equal((await failed(sharper, 'timeout', { signal })).suggestion, 'Wait.');
});
