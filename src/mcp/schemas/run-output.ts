import { z } from 'zod';
import type { Answer, AnswerData } from '../../domain/answer.js';
import { statusWords } from '../../domain/shown/status-words.js';
import { warehousesRead } from '../../domain/shown/warehouses-read.js';
import type { Progress } from '../../client.js';
import { answerSchema, runStatusSchema } from '../../http/schemas/answer.js';
import type { Told } from '../tool-result.js';

/** A run as the tools tell it: its answer, or how far it is and how to go on. */
export const runOutput = z.object({
  runId: z.string(),
  status: runStatusSchema,
  answer: answerSchema
    .nullable()
    .describe(`Null while the run goes on. \`data\` has its first rows; the resource has more.`),
  progress: z
    .object({
      phase: z.string(),
      intent: z.string(),
      steps: z.array(z.object({ id: z.string(), tool: z.string(), status: z.string() })),
      approval: z
        .object({
          planVersion: z.int(),
          reason: z.string(),
          plan: z.record(z.string(), z.unknown()),
        })
        .nullable()
        .describe('The plan that waits to be approved or rejected.'),
    })
    .nullable()
    .describe('Null once there is an answer, and where no worker could say it.'),
  next: z.string().describe('What to do now; "" where nothing is left to do.'),
});

type RunOutput = z.infer<typeof runOutput>;

/** More rows than that are for a program, not for a model's context. */
const mostRows = 50;

export function toldAnswer(answer: Answer): Told {
  const { runId, status } = answer;
  const shown = { ...answer, data: answer.data && firstRows(answer.data) };
  const data: RunOutput = { runId, status, answer: shown, progress: null, next: '' };
  return { text: answerText(answer), data };
}

export function toldRunning(runId: string, progress: Progress | null): Told {
  const approval = progress?.approval ?? null;
  const next =
    approval === null
      ? `Call get_run with run_id ${runId} to wait for the answer; do not ask again.`
      : `Show the plan to the user, who decides; then call approve_plan with run_id ${runId} and plan_version ${approval.planVersion}.`;
  const phase = progress?.phase.replaceAll('_', ' ') ?? 'how far is not known';
  const waits = approval === null ? '' : ` The plan waits for approval: ${approval.reason}.`;
  const data: RunOutput = {
    runId,
    status: 'running',
    answer: null,
    progress: progress && {
      phase: progress.phase,
      intent: progress.intent,
      steps: progress.steps.map(({ id, tool, status }) => ({ id, tool, status })),
      approval: approval && { ...approval, plan: { ...approval.plan } },
    },
    next,
  };
  return { text: `Run ${runId} is under way (${phase}).${waits} ${next}`, data };
}

/** In words that a model repeats without making them more certain than they are. */
function answerText(answer: Answer): string {
  const { runId, status, text, warnings, suggestions, ticket } = answer;
  const read = warehousesRead(answer.steps);
  return [
    ...(status === 'answered' ? [] : [`${statusWords[status]}.`]),
    text,
    ...warnings.map(({ message }) => `Warning: ${message}`),
    ...suggestions.map((suggestion) => `Could be asked instead: ${suggestion}`),
    ...(read.length === 0 ? [] : [`Read from: ${read.join(', ')}.`]),
    ...(ticket === null ? [] : [`A person has ticket ${ticket}.`]),
    `Where each figure comes from: run://${runId}/receipt`,
  ].join('\n');
}

function firstRows(data: AnswerData): AnswerData {
  const { rows, truncated } = data;
  return {
    ...data,
    rows: rows.slice(0, mostRows),
    truncated: truncated || rows.length > mostRows,
    ...(data.intervals && { intervals: data.intervals.filter(({ row }) => row < mostRows) }),
  };
}
