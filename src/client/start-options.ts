import { createHash } from 'node:crypto';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';
import type { WorkflowStartOptions } from '@temporalio/client';
import { searchAttributes, workflowIdOf, type RunInput } from '../domain/question.js';
import { withoutFormulas } from '../domain/without-formulas.js';
import type { answerQuestion } from '../workflows/answer-question.js';
import { runInput, type AskOptions } from './run-input.js';

/**
 * Everything `client.workflow.start` needs, for a service that has a Temporal client of its own:
 * `client.workflow.start('answerQuestion', startOptions('…'))`. @throws InvalidQuestion
 */
export function startOptions(
  question: string,
  options: AskOptions = {},
): WorkflowStartOptions<typeof answerQuestion> & { workflowId: string; args: [RunInput] } {
  const input = runInput(question, options);
  const { tenant } = input.question;
  return {
    taskQueue: options.taskQueue ?? 'surefoot',
    workflowId: workflowIdOf({ tenant, runId: input.runId }),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    // A dead worker's workflow task is missed this soon.
    workflowTaskTimeout: '4s',
    workflowExecutionTimeout: input.budgetMs + 60_000,
    args: [input],
    memo: { [questionMemo]: questionIdentity(input) },
    staticSummary: shortened(input.question.text, 120),
    staticDetails: details(input),
    ...(input.critical && { priority: { priorityKey: 1 } }),
    ...(input.searchAttributes && {
      typedSearchAttributes: new TypedSearchAttributes([
        { key: keyword(searchAttributes.status), value: 'running' },
        { key: keyword(searchAttributes.tenant), value: tenant },
      ]),
    }),
  };
}

/** Under this name the run's memo tells whether the same id was used for another question. */
export const questionMemo = 'surefootQuestion';

/** What a run's memo keeps: its question in short, and how long it may take. */
export interface QuestionIdentity {
  readonly digest: string;
  readonly asOf: string;
  readonly budgetMs: number;
}

export function questionIdentity({
  question: { text, asOf },
  budgetMs,
}: RunInput): QuestionIdentity {
  return { digest: createHash('sha256').update(text).digest('hex').slice(0, 32), asOf, budgetMs };
}

function details({ question, mode }: RunInput): string {
  const { text, asOf, timeZone, user } = question;
  const rows = [
    `As of ${asOf} (${timeZone}), ${mode}`,
    ...(user === '' ? [] : [`Asked by ${user}`]),
  ];
  const quoted = text.replaceAll('<', '&lt;').replaceAll(/\s*\n\s*/g, '\n> ');
  return withoutFormulas(`> ${quoted}\n\n${rows.join('  \n')}`);
}

/** Temporal takes summaries of at most 200 bytes. */
function shortened(text: string, chars: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const bytes = Buffer.from(line.slice(0, chars));
  const cut = bytes
    .subarray(0, 190)
    .toString()
    .replace(/\uFFFD$/, '');
  return cut === line ? line : `${cut}…`;
}

function keyword(name: string) {
  return defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
}
