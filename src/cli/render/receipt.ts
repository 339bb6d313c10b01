import {
  attemptError,
  attemptName,
  calcWords,
  checksWords,
  paramLines,
  planChangeWords,
  planTitle,
  sourceWords,
  textChangeWords,
} from '../../domain/receipt-words.js';
import type { Finding } from '../../domain/finding.js';
import type { Receipt, ReceiptSource, ReceiptStep } from '../../domain/receipt.js';
import { asTyped } from '../../domain/safe-text.js';
import { dollars } from '../../domain/shown/dollars.js';
import { formatDuration } from '../../domain/shown/duration.js';
import { plannerWords } from '../../domain/shown/planner-words.js';
import { counted } from '../../domain/shown/run-view.js';
import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import { toolWords } from '../../domain/shown/warehouses-read.js';
import { labelled } from './labelled.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';
import { wrap } from './text.js';

const labelWidth = 10;

/** The receipt for a terminal: the answer first, then all that it rests on. `--html` and `--json` have the rows too. */
export function renderReceipt(receipt: Receipt, look: Look): string[] {
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['', head(receipt, look)],
    ['Figures', figureLines(receipt, look)],
    ['Plan', planLines(receipt, look)],
    ['Steps', receipt.steps.flatMap((step) => stepLines(step, look))],
    ['Checks', checkLines(receipt, look)],
    ['Attempts', attemptTable(receipt, look)],
    [
      'Warnings',
      bullets(
        receipt.warnings.map(({ message }) => asTyped(message)),
        look,
      ),
    ],
    ['Suggestions', bullets(receipt.suggestions.map(asTyped), look)],
    ['Ticket', ticketLines(receipt, look)],
    ['Feedback', feedbackLines(receipt, look)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([title, lines], index) => [
      ...(index === 0 ? [] : ['']),
      ...(title === '' ? [] : [look.style.bold(title)]),
      ...lines,
    ]);
}

function head(receipt: Receipt, look: Look): string[] {
  const { runId, tenant, status, question, doing, text, intent, user, session } = receipt;
  const { asOf, timeZone, beganAt, mode, timing, planner, usage, links } = receipt;
  const run = runName({ tenant, runId });
  const words = doing === null ? asTyped(text) : `Still running: ${doing}`;
  const took =
    timing === null
      ? ''
      : `, took ${formatDuration(timing.totalMs)}: plan ${formatDuration(timing.planMs)}, ` +
        `steps ${formatDuration(timing.stepsMs)}, verify ${formatDuration(timing.verifyMs)}, ` +
        `interpret ${formatDuration(timing.interpretMs)}`;
  const { claudeCalls, inputTokens, cacheReadTokens, outputTokens, costUsd } = usage;
  return [
    look.style.bold(`Run ${run}: ${status.replaceAll('_', ' ')}`),
    ...wrap(words, look.width),
    '',
    ...labelled(
      [
        ['Question', question],
        ['Intent', intent],
        ['Asked by', [user, session === '' ? '' : `session ${session}`].filter(Boolean).join(', ')],
        ['As of', `${asOf} (${timeZone})`],
        ['Began', `${beganAt}, ${mode}${took}`],
        ['Planner', plannerWords(planner, receipt.verification)],
        [
          'Price',
          `${dollars(costUsd)}: ${counted(claudeCalls, 'call')}, ${counted(inputTokens, 'token')} in, ` +
            `${cacheReadTokens} from cache, ${outputTokens} out`,
        ],
        ['Link', links.temporal ?? ''],
      ],
      look,
      labelWidth,
    ),
  ];
}

function figureLines({ figures }: Receipt, look: Look): string[] {
  return figures.flatMap((figure) => {
    const { name, display, value, unit, rung, interval } = figure;
    const from = figure.from.map(placeWords).join(' and ');
    const words = [
      `${display} (${name}) is ${[value, unit].filter(Boolean).join(' ')}`,
      [calcWords(figure), from].filter(Boolean).join(' '),
      ...(rung === 'live' ? [] : [rung.replaceAll('_', ' ')]),
      ...(interval === null ? [] : [`95 %: ${interval.low} to ${interval.high}`]),
    ];
    return hanging(words.join(', '), look);
  });
}

function placeWords(source: ReceiptSource): string {
  const value = source.row === null || !source.kept ? '' : ` = ${source.value ?? 'null'}`;
  return `${sourceWords(source)}${value}${source.kept ? '' : ' (no longer kept)'}`;
}

function planLines({ plans, textRepairs }: Receipt, look: Look): string[] {
  return [
    ...plans.flatMap((plan) => [
      ...wrap(`${planTitle(plan)}${plan.intent === '' ? '' : `: ${plan.intent}`}`, look.width),
      ...indented(plan.steps.map(({ id, tool }) => `${id} (${tool})`).join(', '), look),
      ...indented(plan.waited ?? '', look),
      ...indented(changeWords(planChangeWords(plan)), look),
      ...findingLines(plan.findings, look),
    ]),
    ...textRepairs.flatMap((repair) => [
      repair.changed === null ? 'Text: refused' : 'Text: repaired',
      ...indented(changeWords(textChangeWords(repair)), look),
      ...findingLines(repair.findings, look),
    ]),
  ];
}

function changeWords(words: string): string {
  return words === '' ? '' : `against the one before: ${words}`;
}

function findingLines(findings: readonly Finding[], look: Look): string[] {
  return findings.flatMap(({ where, what, fix }) =>
    indented(`${look.style.red('✗')} ${where}: ${[what, fix].filter(Boolean).join(' ')}`, look),
  );
}

function indented(words: string, { width }: Look): string[] {
  return words === '' ? [] : wrap(words, width - 2).map((line) => `  ${line}`);
}

/** Lines after the first stand further in. */
function hanging(words: string, { width }: Look): string[] {
  return wrap(words, width - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

function stepLines(step: ReceiptStep, look: Look): string[] {
  const { id, tool, status, rung, attempts, ms, rowCount, truncated, note, error, sql } = step;
  const age = step.ageSeconds === null ? '' : `, ${formatDuration(step.ageSeconds * 1_000)} old`;
  const facts = [
    toolWords(step),
    status.replaceAll('_', ' '),
    ...(rung === null ? [] : [`${rung.replaceAll('_', ' ')}${age}`]),
    counted(attempts, 'attempt'),
    ...(rowCount === null || tool === 'format_results'
      ? []
      : [`${counted(rowCount, 'row')}${truncated ? ', cut short' : ''}`]),
    ...(ms > 0 ? [formatDuration(ms)] : []),
  ];
  return [
    ...wrap(`${id}: ${facts.join(', ')}`, look.width),
    ...indented(asTyped(note ?? ''), look),
    ...indented(error === null ? '' : asTyped(`${error.message} ${error.suggestion}`), look),
    ...[sql ?? '', ...paramLines(step)].flatMap((text) => indented(text, look)).map(look.style.dim),
  ];
}

function checkLines(receipt: Receipt, look: Look): string[] {
  const { verification } = receipt;
  if (verification === null) return [];
  const { verdict, checks, planRepairs, replans, answerRepairs } = verification;
  const failed = checks.filter(({ passed }) => !passed);
  const repairs = `${counted(planRepairs, 'plan repair')}, ${counted(replans, 'replan')}, ${counted(answerRepairs, 'text repair')}`;
  return [
    ...wrap(`${verdict}: ${checksWords(receipt)}; ${repairs}`, look.width),
    ...failed.flatMap(({ name, detail }) =>
      indented(`${look.style.red('✗')} ${name}: ${asTyped(detail)}`, look),
    ),
  ];
}

function attemptTable({ attempts, beganAt }: Receipt, look: Look): string[] {
  const beganMs = Date.parse(beganAt);
  return textTable(
    ['began', 'what', 'attempt', 'status', 'rung', 'took', 'error'],
    attempts.map((attempt) => [
      `+${formatDuration(Math.max(Date.parse(attempt.startedAt) - beganMs, 0))}`,
      attemptName(attempt),
      String(attempt.attempt),
      attempt.status,
      attempt.rung?.replaceAll('_', ' ') ?? '',
      attempt.latencyMs === null ? '' : formatDuration(attempt.latencyMs),
      attemptError(attempt),
    ]),
    look,
  );
}

function ticketLines({ ticket }: Receipt, look: Look): string[] {
  if (ticket === null) return [];
  const { ticketId, cause, priority, status, resolution, resolvedBy } = ticket;
  return [
    ...wrap(`${ticketId}: ${status}, priority ${priority}, about ${cause}`, look.width),
    ...(resolution === null ? [] : indented(`${resolvedBy ?? ''}: ${resolution}`, look)),
  ];
}

function feedbackLines({ feedback }: Receipt, look: Look): string[] {
  return feedback.flatMap(({ user, rating, note, ratedAt }) =>
    wrap(
      `${rating} by ${user === '' ? 'someone' : user}, ${toMinute(ratedAt)}` +
        (note === '' ? '' : `: ${note}`),
      look.width,
    ),
  );
}

function bullets(texts: readonly string[], look: Look): string[] {
  return texts.flatMap((text) => indented(`- ${text}`, look));
}
