import type { Answer, AnswerStep } from '../../domain/answer.js';
import type { AnswerOptions } from './answer.js';
import { dollars } from '../../domain/shown/dollars.js';
import { formatDuration } from '../../domain/shown/duration.js';
import { plannerWords } from '../../domain/shown/planner-words.js';
import { counted } from '../../domain/shown/run-view.js';
import { toolWords } from '../../domain/shown/warehouses-read.js';
import { oneLine, wrap } from './text.js';

const labelWidth = 9;

/** How the answer came about, a labelled line each: sources, checks, time, Claude's share, and where to look. */
export function answerFacts(answer: Answer, options: AnswerOptions): string[] {
  const { width, style, link, ticket, again } = options;
  const facts: readonly (readonly [label: string, words: string])[] = [
    ...answer.steps.map((step, index) => [index === 0 ? 'From' : '', stepWords(step)] as const),
    ...checkFacts(answer),
    // An answer of the client's own knows neither: the run has not ended.
    ...(answer.timing.totalMs === 0 ? [] : [['Time', timeWords(answer)] as const]),
    ...(answer.planner === '' && answer.usage.claudeCalls === 0
      ? []
      : [['Planner', plannerFacts(answer)] as const]),
    ['As of', `${oneLine(answer.asOf)} (${oneLine(answer.timeZone)})`],
    ...(link === undefined ? [] : [['Run', link] as const]),
    ...(ticket === undefined ? [] : [['Ticket', ticket] as const]),
    ['Again', again],
  ];
  return facts.flatMap(([label, words]) => {
    // Links and commands are copied: they stay whole.
    const whole = label === 'Run' || label === 'Ticket' || label === 'Again';
    const lines = whole ? [words] : wrap(words, width - labelWidth);
    return lines.map(
      (line, index) => style.dim((index === 0 ? label : '').padEnd(labelWidth)) + line,
    );
  });
}

function stepWords(step: AnswerStep): string {
  const { id, tool, status, rowCount, truncated, rung, ms, attempts, error } = step;
  const rows =
    rowCount === null || tool === 'format_results'
      ? []
      : [`${truncated ? 'the first ' : ''}${counted(rowCount, 'row')}`];
  const facts = [
    ...(status === 'succeeded' ? rows : [status.replaceAll('_', ' ')]),
    ...(rung === null || status !== 'succeeded' || tool === 'format_results'
      ? []
      : [rungWords(step)]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(attempts === 0 && status === 'failed' ? ['not tried'] : []),
    ...(status === 'succeeded' ? [formatDuration(ms)] : []),
    // Why a result is not live, its warning says.
    ...(error === null || status === 'succeeded' ? [] : [error.message]),
  ];
  return `${id}: ${toolWords(step)}, ${facts.join(', ')}`;
}

function rungWords({ rung, ageSeconds }: AnswerStep): string {
  const age = ageSeconds === null ? '' : `, ${formatDuration(ageSeconds * 1_000)} old`;
  return `${(rung ?? '').replaceAll('_', ' ')}${rung === 'live' ? '' : age}`;
}

function checkFacts({ verification, steps }: Answer): (readonly [string, string])[] {
  const { verdict, checks, planRepairs, replans, answerRepairs } = verification;
  if (checks.length === 0 && steps.length === 0) return [];
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.length - failed.length;
  const repairs = [
    ...(planRepairs > 0 ? [counted(planRepairs, 'plan repair')] : []),
    ...(replans > 0 ? [counted(replans, 'replan')] : []),
    ...(answerRepairs > 0 ? [counted(answerRepairs, 'answer repair')] : []),
  ];
  const outcome =
    checks.length === 0
      ? 'nothing was checked'
      : `${passed} of ${counted(checks.length, 'check')} passed`;
  const words = [`${verdict}: ${outcome}`, ...repairs];
  return [
    ['Checked', words.join(', ')],
    ...failed.map(({ name, detail }) => ['', `✗ ${name}: ${detail}`] as const),
  ];
}

function timeWords({ timing }: Answer): string {
  const { totalMs, planMs, stepsMs, verifyMs, interpretMs } = timing;
  const parts = [
    ['plan', planMs],
    ['steps', stepsMs],
    ['verify', verifyMs],
    ['interpret', interpretMs],
  ] as const;
  const spent = parts
    .filter(([, ms]) => ms > 0)
    .map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  return [formatDuration(totalMs), ...(spent.length > 0 ? [spent.join(', ')] : [])].join(': ');
}

function plannerFacts({ planner, usage, verification }: Answer): string {
  const calls = counted(usage.claudeCalls, 'call');
  if (planner === 'offline') {
    const source = plannerWords('offline', verification);
    return `${source}: fixed rules, not Claude (${calls}, free); set ANTHROPIC_API_KEY to ask Claude`;
  }
  const { inputTokens, cacheReadTokens, outputTokens, costUsd } = usage;
  const cached =
    cacheReadTokens > 0 ? ` (${cacheReadTokens.toLocaleString('en-US')} from cache)` : '';
  const tokens = `${counted(inputTokens, 'token')} in${cached}, ${outputTokens.toLocaleString('en-US')} out`;
  return `${planner === '' ? 'none' : plannerWords(planner, verification)}: ${calls}, ${tokens}, ${dollars(costUsd)}`;
}
