import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { configFileNames, findConfig } from '../../src/config/find-config.js';
import { loadConfigFile } from '../../src/config/load-config-file.js';
import { ToolFailure } from '../../src/tools/define-tool.js';
import { temporaryFolder } from '../throwaway.js';

function written(name: string, text: string, folder = temporaryFolder()): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const inTypeScript = `
import { defineConfig } from 'surefoot/config';
import { defineTool, ToolFailure } from 'surefoot/tools';
import { z } from 'zod';
import { meaning } from './words';

export default defineConfig({
  prompts: { glossary: { VIP: meaning satisfies string } },
  tools: [
    defineTool({
      name: 'crm.owner',
      description: 'Who looks after a customer.',
      input: z.strictObject({ customer: z.string() }),
      output: z.strictObject({ owner: z.string() }),
      run: () => Promise.reject(new ToolFailure({ error: 'closed', class: 'permanent', message: 'No.' })),
    }),
  ],
});
`;

test('TypeScript is loaded without a build step, wherever it lies, with this Surefoot and its zod', async () => {
  const path = written('surefoot.config.ts', inTypeScript);
  written('words.ts', "export const meaning: string = 'pays most';", join(path, '..'));
  const { prompts, tools = [] } = await loadConfigFile(path);
  assert.deepEqual(prompts, { glossary: { VIP: 'pays most' } });
  await assert.rejects(
    async () => await tools[0]?.run({}, {} as never),
    (error) => error instanceof ToolFailure,
  );
});

for (const name of ['surefoot.config.js', 'surefoot.config.mjs', 'surefoot.config.mts']) {
  test(`${name} is loaded`, async () => {
    const path = written(name, "export default { prompts: { glossary: { VIP: 'pays most' } } };");
    assert.deepEqual(await loadConfigFile(path), { prompts: { glossary: { VIP: 'pays most' } } });
  });
}

for (const [what, text, message] of [
  [
    'that cannot be parsed',
    'const many = 1;\nexport default {',
    /^surefoot\.config\.ts cannot be loaded: .+ \(surefoot\.config\.ts:2:16\)$/,
  ],
  [
    'that throws',
    "throw new Error('no such\\nsecret');",
    /^surefoot\.config\.ts cannot be loaded: no such$/,
  ],
  ['without a default export', 'export const config = {};', /exports no configuration: write/],
  ['with a mistake', 'export default { prompt: {} };', /prompt is nothing that Surefoot knows\.$/],
] as const) {
  test(`a file ${what} is one clear sentence`, async () => {
    const name = 'ConfigError';
    await assert.rejects(loadConfigFile(written('surefoot.config.ts', text)), { name, message });
  });
}

test('the example of the documentation loads as it stands', async () => {
  const page = await readFile('docs/config.md', 'utf8');
  const [, example = ''] = /```ts\n([\s\S]*?defineConfig[\s\S]*?)```/.exec(page) ?? [];
  const config = await loadConfigFile(written('surefoot.config.ts', example));
  assert.deepEqual(Object.keys(config).toSorted(), ['policies', 'prompts', 'tools', 'warehouses']);
});

test('the working directory is looked through in order, and a named file must be there', () => {
  const folder = temporaryFolder();
  assert.equal(findConfig(undefined, folder), undefined);
  for (const name of configFileNames.toReversed()) {
    const path = written(name, '', folder);
    assert.equal(findConfig(undefined, folder), path);
  }
  assert.equal(findConfig('surefoot.config.js', folder), join(folder, 'surefoot.config.js'));
  assert.throws(() => findConfig('other.ts', folder), {
    name: 'ConfigError',
    message: 'There is no configuration file at other.ts: correct SUREFOOT_CONFIG or --config.',
  });
});
