import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgram } from '../../src/cli/program.js';
import { openTerminal } from '../../src/cli/terminal.js';

for (const [name, asked, loaded] of [
  ['a command that is asked for is loaded alone', 'worker', ['worker']],
  ['one that shares its file with another is, too', 'reject', ['reject']],
] as const) {
  test(name, async () => {
    assert.deepEqual(await namesOf(asked), loaded);
  });
}

for (const asked of [undefined, 'help', '--config', 'asc', 'toString']) {
  test(`all are there for ${asked ?? 'nothing'}`, async () => {
    const names = await namesOf(asked);
    assert.ok(names.length > 20);
    assert.deepEqual(
      ['ask', 'worker', 'offline'].filter((each) => !names.includes(each)),
      [],
    );
  });
}

async function namesOf(asked: string | undefined): Promise<readonly string[]> {
  const terminal = openTerminal({}, process.stdout, process.stderr);
  const program = await createProgram('0', terminal, () => Promise.resolve(), asked);
  return program.commands.map((command) => command.name());
}
