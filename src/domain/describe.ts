import { pendingApproval } from './approval.js';
import { isQueryInput, type CompiledStep } from './plan.js';
import type { Phase, Run, StepState } from './run.js';

const phases: Record<Phase, string> = {
  planning: 'Planning',
  running: 'Running the plan',
  interpreting: 'Putting the results into words',
  waiting_for_approval: 'Waiting for approval',
  waiting_for_person: 'Waiting for a person',
  ended: 'Ended',
};

/** The run as Markdown, for the details pane of Temporal's Web UI: the plan with the state of each step. */
export function describeRun(run: Run): string {
  const { plan, ticket } = run;
  const heading = `### ${phases[run.phase]}${ticket === null ? '' : `, ticket ${ticket}`}`;
  if (plan === null) return heading;
  const rows = plan.steps.map((step) => stepRow(step, run.steps[step.id]));
  return [
    heading,
    '',
    escapeCell(plan.intent),
    '',
    `Plan ${plan.version}: ${run.planRepairs} repairs, ${run.replans} replans`,
    '',
    '| step | tool | state | result |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...approvalWords(run),
  ].join('\n');
}

/** What a person reads before approving: why, how, and every statement. */
function approvalWords(run: Run): string[] {
  const pending = pendingApproval(run);
  if (pending === null) return [];
  const { runId, question } = run.input;
  const whose = question.tenant === 'default' ? runId : `${runId} --tenant ${question.tenant}`;
  const statements = pending.plan.steps.flatMap(({ id, input }) =>
    isQueryInput(input) ? ['', `**${id}**`, '', ...fenced(input.sql)] : [],
  );
  return [
    '',
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

function stepRow(step: CompiledStep, state: StepState | undefined): string {
  return `| ${step.id} | ${step.tool} | ${state?.status ?? 'waiting'} | ${escapeCell(resultWords(state))} |`;
}

function resultWords(state: StepState | undefined): string {
  if (state === undefined) return '';
  if ('outcome' in state) {
    const { rowCount, truncated, rung, ms, chart } = state.outcome;
    if (chart !== null) return `chart, ${ms} ms`;
    return `${rowCount}${truncated ? '+' : ''} rows, ${rung}, ${ms} ms`;
  }
  if ('note' in state) return state.note ?? '';
  return 'error' in state ? `${state.error.error}: ${state.error.message}` : '';
}

function escapeCell(text: string): string {
  return text
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
    .replaceAll(/[\\|]/g, '\\$&')
    .replaceAll('<', '&lt;');
}
