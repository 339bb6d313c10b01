import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it, test } from 'node:test';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program.js';
import { openTerminal } from '../../src/cli/terminal.js';
import { settingNames } from '../../src/config.js';
import { ruleNames } from '../../src/domain/alerts/breach.js';

const docs = new URL('../../docs/', import.meta.url);
const files = (await readdir(docs)).filter((name) => name.endsWith('.md'));
const textOf = (name: string) => readFile(new URL(name, docs), 'utf8');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[];
}

test('docs/operations.md says what to do about every alert, and about none that there is not', async () => {
  const told = await textOf('operations.md');
  const prometheus = new URL('../../dashboards/prometheus/alerts.yml', import.meta.url);
  const { groups } = parse(await readFile(prometheus, 'utf8')) as Rules;
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  const section = /## Alerts, and what to do\n(.*?)\n## /s.exec(told)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell ?? '');
  const named = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  assert.deepEqual(named.toSorted(byText), [...ruleNames, ...alerts].toSorted(byText));
});

/** Of the script that imports the dashboard, and of the CLI alone: no worker or server reads them. */
const notOurs = ['SUREFOOT_SUPERSET_URI', 'SUREFOOT_DEBUG'];

describe('settings in the documents', () => {
  for (const file of files) {
    it(`${file} names only settings that there are`, async () => {
      const names =
        (await textOf(file)).match(/\b(?:SUREFOOT|TEMPORAL|ANTHROPIC)_[A-Z_]+\b/g) ?? [];
      // `SUREFOOT_ALERT_*` stands for all that begin so.
      const unknown = names.filter(
        (name) =>
          !settingNames.includes(name) &&
          !notOurs.includes(name) &&
          !(name.endsWith('_') && settingNames.some((setting) => setting.startsWith(name))),
      );
      assert.deepEqual(unknown, []);
    });
  }
});

test('docs/operations.md calls commands that the CLI has', async () => {
  const terminal = openTerminal({}, process.stdout, process.stderr);
  const program = await createProgram('0', terminal, () => Promise.resolve());
  const known = program.commands.flatMap((command) => [
    command.name(),
    ...command.commands.map((sub) => `${command.name()} ${sub.name()}`),
  ]);
  const told = await textOf('operations.md');
  const called = [...told.matchAll(/(?:`|^)surefoot ([a-z]+)(?: ([a-z]+))?/gm)];
  assert.ok(called.length > 10);
  for (const [, name = '', sub = ''] of called) {
    assert.ok(known.includes(name) || known.includes(`${name} ${sub}`), `surefoot ${name} ${sub}`);
    const hasSubcommands = known.some((each) => each.startsWith(`${name} `));
    if (hasSubcommands && sub !== '') assert.ok(known.includes(`${name} ${sub}`), `${name} ${sub}`);
  }
});

function byText(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}
