import assert from 'node:assert/strict';
import { cp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { workflowBundle } from './support.js';
import { temporaryFolder } from './throwaway.js';

const folder = new URL('histories/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
assert.notEqual(files.length, 0, 'there is nothing to replay: run test/histories/record.ts');

const today = await workflowBundle();

// Red means that a run in flight would break on deploy: guard the change with patched().
for (const file of files) {
  test(`today's workflow replays ${file}`, async () => {
    await assert.doesNotReject(replay(file, today));
  });
}

// Temporal knows by process id and host whoever does not say otherwise.
for (const file of files) {
  test(`${file} names no machine`, async () => {
    const history = await readFile(new URL(file, folder), 'utf8');
    const identities = [...history.matchAll(/"identity": ?"(.*?)"/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(identities)], ['recorder']);
  });
}

test('a changed policy changes no run that has begun', async () => {
  const changed = await bundleOf(async (source) => {
    await edit(join(source, 'domain/policy.ts'), 'timeoutMs: 30_000', 'timeoutMs: 7_000');
    await edit(join(source, 'domain/policy.ts'), 'attempts: 4', 'attempts: 9');
    await edit(join(source, 'domain/question.ts'), 'planRepairs: 2', 'planRepairs: 0');
    await edit(join(source, 'domain/question.ts'), 'replans: 2', 'replans: 0');
  });
  for (const file of files) await assert.doesNotReject(replay(file, changed), file);
});

test('a changed workflow is noticed', async () => {
  const changed = await bundleOf((source) =>
    edit(
      join(source, 'workflows/answer-question.ts'),
      'const tracker = trackRun(input);',
      "const tracker = trackRun(input);\n  await sleep('1s');",
      ['import ', "import { sleep } from '@temporalio/workflow';\nimport "],
    ),
  );
  await assert.rejects(replay('answered.json', changed), /TMPRL1100/);
});

async function replay(file: string, bundle: WorkflowBundleOption): Promise<void> {
  const history: unknown = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
  await Worker.runReplayHistory({ workflowBundle: bundle }, history);
}

/** A bundle of today's sources with something changed. */
async function bundleOf(change: (source: string) => Promise<void>): Promise<WorkflowBundleOption> {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const copy = temporaryFolder();
  const source = join(copy, 'src');
  // Not what is compiled of them, which would stay as it is.
  const filter = (path: string): boolean => !path.endsWith('.js');
  await cp(join(root, 'src'), source, { recursive: true, dereference: true, filter });
  await change(source);
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(source, 'workflows'),
    workflowInterceptorModules: [join(source, 'workflows/trace-headers.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  return { code };
}

async function edit(
  path: string,
  from: string,
  to: string,
  ...more: [string, string][]
): Promise<void> {
  let text = await readFile(path, 'utf8');
  for (const [old, young] of [[from, to], ...more] as [string, string][]) {
    assert.ok(text.includes(old), `${path} has no "${old}" to change`);
    text = text.replace(old, young);
  }
  await writeFile(path, text);
}
