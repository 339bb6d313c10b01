import type { CompiledStep } from './plan.js';
import type { Phase, Run, StepState } from './run.js';

const phases: Record<Phase, string> = {
  planning: 'Planning',
  running: 'Running the plan',
  interpreting: 'Putting the results into words',
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
  ].join('\n');
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
