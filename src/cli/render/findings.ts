import type { Finding } from '../doctor/finding.js';
import type { SettingState } from '../doctor/settings.js';
import type { Style } from './style.js';
import { displayWidth, padEnd, wrap } from './text.js';

/** What `doctor` shows a person. */
export function renderFindings(
  {
    healthy,
    findings,
    settings,
  }: {
    readonly healthy: boolean;
    readonly findings: readonly Finding[];
    readonly settings: readonly SettingState[];
  },
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const names = Math.max(...findings.map(({ name }) => displayWidth(name)));
  const marks = {
    ok: style.green('✓'),
    note: style.dim('·'),
    warning: style.yellow('!'),
    failed: style.red('✗'),
  };
  const indent = ' '.repeat(names + 4);
  const room = Math.max(width - indent.length, 20);
  return [
    ...findings.flatMap(({ name, state, found, advice }) => {
      const [first = '', ...more] = wrap(found, room);
      return [
        `${marks[state]} ${padEnd(name, names)}  ${first}`,
        ...more.map((line) => indent + line),
        ...(advice === '' ? [] : wrap(advice, room).map((line) => indent + style.dim(line))),
      ];
    }),
    ...settingLines(settings, style),
    '',
    healthy
      ? 'All that ask and worker need is there.'
      : 'ask and worker cannot work like this; `surefoot demo` brings all it needs.',
  ];
}

function settingLines(settings: readonly SettingState[], style: Style): string[] {
  if (settings.length === 0) return [];
  const names = Math.max(...settings.map(({ name }) => name.length));
  return [
    '',
    style.bold('Settings'),
    ...settings.map(({ name, value, isSet }) => {
      const origin = isSet ? '' : value === '' ? style.dim('not set') : style.dim('  (default)');
      return `  ${name.padEnd(names)}  ${value}${origin}`;
    }),
  ];
}
