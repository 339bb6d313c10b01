import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the code in docs/client.md is the example’s, which is typechecked and run', () => {
  const shown = [...textOf('docs/client.md').matchAll(/^`(\S+\.ts)`:\n\n```ts\n([^]*?)```$/gm)];
  assert.equal(shown.length, textOf('docs/client.md').match(/```ts/g)?.length);
  for (const [, path = '', code] of shown) assert.equal(code, textOf(path), path);
});
