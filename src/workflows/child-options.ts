import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  type Priority,
} from '@temporalio/common';
import type { ChildWorkflowOptions } from '@temporalio/workflow';
import { searchAttributes, type RunInput } from '../domain/question.js';

/** What `startOptions` returns, as it arrives in a workflow's own arguments: without what JSON does not keep. */
export interface QuestionStart {
  readonly workflowId: string;
  readonly args: readonly RunInput[];
  readonly taskQueue: string;
  readonly memo?: Record<string, unknown>;
  readonly staticSummary?: string;
  readonly staticDetails?: string;
  readonly priority?: Priority;
}

/**
 * For a workflow of the user's own that asks: `executeChild(answerQuestion, childOptions(start))`, where `start` was made
 * by `startOptions` outside and came as an argument, since a workflow has neither a clock of its own nor random ids. The
 * run is like all others: client, CLI and HTTP find it by its id.
 */
export function childOptions({ workflowId, args, taskQueue, ...shown }: QuestionStart): Omit<
  ChildWorkflowOptions,
  'typeInfo'
> & {
  workflowId: string;
  args: [RunInput];
} {
  const [input] = args;
  if (input === undefined) throw new TypeError('childOptions: give it what startOptions returns.');
  const { memo, staticSummary, staticDetails, priority } = shown;
  return {
    ...{ workflowId, taskQueue, args: [input] },
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowTaskTimeout: '4s',
    workflowExecutionTimeout: input.budgetMs + 60_000,
    ...(memo !== undefined && { memo }),
    ...(staticSummary !== undefined && { staticSummary }),
    ...(staticDetails !== undefined && { staticDetails }),
    ...(priority !== undefined && { priority }),
    ...(input.searchAttributes && {
      typedSearchAttributes: new TypedSearchAttributes([
        { key: keyword(searchAttributes.status), value: 'running' },
        { key: keyword(searchAttributes.tenant), value: input.question.tenant },
      ]),
    }),
  };
}

function keyword(name: string) {
  return defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
}
