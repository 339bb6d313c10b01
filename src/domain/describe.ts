import type { Answer } from './answer.js';
import { pendingApproval } from './approval.js';
import { isQueryInput, type CompiledPlan, type CompiledStep } from './plan.js';
import { noTenant, type RunInput } from './question.js';
import { withoutFormulas } from './without-formulas.js';
import type { Phase, Run, StepState } from './run.js';

const phases: Record<Phase, string> = {
  planning: 'Planning',
  running: 'Running the plan',
  interpreting: 'Putting the results into words',
  waiting_for_approval: 'Waiting for approval',
  waiting_for_person: 'Waiting for a person',
  ended: 'Ended',
};

/**
 * The run as Markdown, for the details pane of Temporal's Web UI: the plan with the state of each step and, once it has
 * ended, the answer. Lists, since the pane draws tables without space between their columns.
 */
export function describeRun(run: Run, answer?: Answer): string {
  const { plan, ticket, input } = run;
  const phase =
    answer === undefined ? phases[run.phase] : `Ended: ${answer.status.replaceAll('_', ' ')}`;
  const sections = [
    [`### ${phase}${ticket === null ? '' : `, ticket ${ticket}`}`],
    answer === undefined ? [] : answerWords(answer),
    plan === null ? [] : planWords(run, plan),
    plan === null ? [] : plan.steps.map((step) => stepLine(step, run.steps[step.id])),
    approvalWords(run),
    answer === undefined ? [] : [`All of it: \`surefoot show ${named(input)}\``],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** Whether nothing that is shown of a run that goes on has changed: far less work than showing it again. */
export function looksTheSame(one: Run, other: Run): boolean {
  return shownParts.every((part) => one[part] === other[part]);
}

const shownParts = ['phase', 'plan', 'steps', 'ticket', 'planRepairs', 'replans'] as const;

/** Its texts have been made safe for Markdown; a run's details are no place for a long one. */
function answerWords({ text, warnings }: Answer): string[] {
  const shown = text.length > longestText ? `${text.slice(0, longestText)} …` : text;
  const doubts = warnings
    .slice(0, mostWarnings)
    .map(({ code, message }) => `- ${code}: ${message}`);
  return (doubts.length === 0 ? [shown] : [shown, '', ...doubts]).map(withoutFormulas);
}

const longestText = 4_000;
const mostWarnings = 10;

function planWords({ planRepairs, replans }: Run, { version, intent }: CompiledPlan): string[] {
  const tries = [
    ...(planRepairs === 0 ? [] : [`${planRepairs} ${planRepairs === 1 ? 'repair' : 'repairs'}`]),
    ...(replans === 0 ? [] : [`${replans} ${replans === 1 ? 'replan' : 'replans'}`]),
  ];
  return [`Plan ${[version, ...tries].join(', ')}: ${inLine(intent)}`];
}

function named({ runId, question }: RunInput): string {
  return question.tenant === noTenant ? runId : `${runId} --tenant ${question.tenant}`;
}

/** What a person reads before approving: why, how, and every statement. */
function approvalWords(run: Run): string[] {
  const pending = pendingApproval(run);
  if (pending === null) return [];
  const whose = named(run.input);
  const statements = pending.plan.steps.flatMap(({ id, input }) =>
    isQueryInput(input) ? ['', `**${id}**`, '', ...fenced(input.sql)] : [],
  );
  return [
    `${pending.reason} \`surefoot approve ${whose}\` or \`surefoot reject ${whose}\``,
    ...statements,
  ];
}

/** Temporal shows at most 20 kB in all. */
const longestStatement = 1_200;

function fenced(sql: string): string[] {
  const cut = sql.length > longestStatement ? `${sql.slice(0, longestStatement)} …` : sql;
  const longest = Math.max(2, ...(cut.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sql`, cut, fence];
}

function stepLine({ id, tool }: CompiledStep, state: StepState | undefined): string {
  const words = [state?.status ?? 'waiting', ...resultWords(state)].map(inLine);
  return `- **${id}** (${inLine(tool)}): ${words.join(', ')}`;
}

function resultWords(state: StepState | undefined): string[] {
  if (state === undefined) return [];
  if ('outcome' in state) {
    const { rowCount, truncated, rung, ms, chart } = state.outcome;
    return chart === null
      ? [
          `${rowCount}${truncated ? '+' : ''} ${rowCount === 1 && !truncated ? 'row' : 'rows'}`,
          rung.replaceAll('_', ' '),
          `${ms} ms`,
        ]
      : ['chart', `${ms} ms`];
  }
  if ('note' in state) return state.note === undefined ? [] : [state.note];
  return 'error' in state ? [`${state.error.error}: ${state.error.message}`] : [];
}

/** On one line, and as it was typed: Markdown finds nothing in it to obey. */
function inLine(text: string): string {
  return text
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
    .replaceAll(/[\\`*_[\]|~#$]/g, '\\$&')
    .replaceAll('<', '&lt;');
}
