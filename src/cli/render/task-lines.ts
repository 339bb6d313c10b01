import { formatDuration } from '../../domain/shown/duration.js';
import type { RunView, TaskView } from '../../domain/shown/run-view.js';
import { toolWords } from '../../domain/shown/warehouses-read.js';
import type { Style } from './style.js';
import { clip, displayWidth, oneLine, padEnd } from './text.js';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The run as a list that is drawn again and again in place: one line a task, none wider than the terminal. */
export function taskLines(
  view: RunView,
  {
    nowMs,
    width,
    style,
  }: { readonly nowMs: number; readonly width: number; readonly style: Style },
): string[] {
  const ids = Math.max(0, ...view.tasks.map(({ id }) => displayWidth(oneLine(id))));
  const tools = Math.max(0, ...view.tasks.map((task) => displayWidth(oneLine(toolWords(task)))));
  return view.tasks.map((task) => {
    const text = [
      padEnd(oneLine(task.id), ids),
      ...(tools === 0 ? [] : [padEnd(oneLine(toolWords(task)), tools)]),
      ...facts(task, nowMs),
    ].join('  ');
    const clipped = clip(text.trimEnd(), Math.max(width - 3, 10));
    const words = task.state === 'waiting' ? style.dim(clipped) : clipped;
    return `${mark(task, nowMs, style)} ${words}`;
  });
}

function mark({ state }: TaskView, nowMs: number, style: Style): string {
  if (state === 'done') return style.green('✓');
  if (state === 'failed') return style.red('✗');
  if (state === 'waiting') return style.dim('·');
  return style.cyan(spinner[Math.floor(nowMs / 100) % spinner.length] ?? '…');
}

function facts(task: TaskView, nowMs: number): string[] {
  const { startedAtMs, endedAtMs, attempts, detail } = task;
  const untilMs = endedAtMs ?? (task.state === 'running' ? nowMs : null);
  const took =
    startedAtMs === null || untilMs === null ? '' : formatDuration(untilMs - startedAtMs);
  return [
    took.padStart(6),
    [
      ...(detail === '' ? [] : [oneLine(detail)]),
      ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ].join(', '),
  ];
}

/** What changed between two views, for a stderr that is a log: each line is printed once. */
export function changeLines(before: RunView, after: RunView): string[] {
  const planned = after.intent !== before.intent && after.intent !== '';
  return [...taskChanges(before, after), ...(planned ? [`  ${oneLine(after.intent)}`] : [])];
}

function taskChanges(before: RunView, after: RunView): string[] {
  return after.tasks.flatMap((task) => {
    const known = before.tasks.find(({ id }) => id === task.id);
    const name = oneLine(task.tool === '' ? task.id : `${task.id} (${toolWords(task)})`);
    if (task.state !== known?.state) return stateLines(task, name);
    const news = task.detail !== known.detail || task.attempts !== known.attempts;
    return task.state === 'running' && news && task.detail !== ''
      ? [`… ${[name, ...facts(task, 0).slice(1)].join('  ')}`]
      : [];
  });
}

function stateLines(task: TaskView, name: string): string[] {
  switch (task.state) {
    case 'running':
      return [`→ ${[name, oneLine(task.detail)].join('  ').trimEnd()}`];
    case 'done':
    case 'failed': {
      const [took = '', words = ''] = facts(task, task.endedAtMs ?? 0);
      const sign = task.state === 'done' ? '✓' : '✗';
      return [`${sign} ${[name, took.trim(), words].filter((part) => part !== '').join('  ')}`];
    }
    case 'waiting':
      return [];
  }
}
