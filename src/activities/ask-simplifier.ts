import { z } from 'zod';
import { writeBlock } from '../domain/blocks.js';
import { ToolFailure } from '../domain/failure.js';
import type { QueryInput } from '../domain/plan.js';
import { readJson } from '../domain/read-json.js';
import { SimplificationSchema } from '../domain/simplification-schema.js';
import type { Paid, StepTask } from '../domain/tasks.js';
import type { ClaudeRequest, Table } from '../ports.js';
import { tableName } from '../sql/table-names.js';
import { askClaude } from './ask-claude.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { paidFor } from './had-reply.js';
import { questionBlock } from './prompts/question-block.js';
import { simplifierPrompt } from './prompts/simplifier.js';

export interface Simplifier {
  /** As in `ToolContext`. */
  ask(query: QueryInput, tables: readonly Table[]): Promise<string | undefined>;
  /** What was paid for it, also where it failed; empty where Claude has not been asked. */
  readonly paid: Partial<Paid>;
}

/** Claude as a step's simplifier. That it cannot be asked is no failure of the step: another rung may still be there. */
export function simplifierFor(
  { input, step, calls }: StepTask,
  deps: Pick<Deps, 'claude' | 'claudeBreaker' | 'store' | 'models'>,
  attempt: Attempt,
): Simplifier {
  const run = { tenant: input.question.tenant, runId: input.runId };
  let paid: Partial<Paid> = {};
  return {
    get paid() {
      return paid;
    },
    async ask(query, tables) {
      if (calls === 0) return undefined;
      // Not AbortSignal.timeout: on Node 20 one inside AbortSignal.any may be collected, and then never comes.
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), Math.floor(claudesShare * attempt.timeoutMs));
      const signal = AbortSignal.any([attempt.signal, late.signal]);
      const request: ClaudeRequest = {
        role: 'simplifier',
        ...deps.models.simplifier,
        system: [{ text: simplifierPrompt.text, cached: true }],
        messages: [
          { role: 'user', text: `${questionBlock(input)}\n${wordsFor(query, step.keep, tables)}` },
        ],
        schema,
      };
      const { version } = simplifierPrompt;
      try {
        // The attempt's row tells of the tool's own breaker.
        const asking: Attempt = {
          ...attempt,
          signal,
          noteBreaker: () => undefined,
          noteSpent(spent) {
            paid = { usage: spent.usage };
            attempt.noteSpent(spent);
          },
        };
        const reply = await askClaude({ run, request, calls }, deps, asking);
        paid = paidFor({ ...reply, source: 'own_model' }, version);
        return reply.stopReason === 'end_turn' ? sqlIn(reply.text) : undefined;
      } catch (error) {
        if (attempt.signal.aborted || !(error instanceof ToolFailure || signal.aborted))
          throw error;
        return undefined;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const schema = z.toJSONSchema(SimplificationSchema);

/** The same on a retry: no row counts, which change from one catalog to the next. */
function wordsFor(query: QueryInput, keep: readonly string[], tables: readonly Table[]): string {
  const { sql, params, measure, dimensions, order } = query;
  const needed = [...new Set([measure.column, ...dimensions, ...keep])].filter(
    (name) => name !== '',
  );
  return [
    writeBlock('query', { sql, params: params.length, keep: needed, order }),
    writeBlock(
      'tables',
      tables.map((table) => ({
        name: tableName(table),
        columns: table.columns.map(({ name, type }) => ({ name, type })),
        uniqueKeys: table.uniqueKeys,
      })),
    ),
  ].join('\n');
}

function sqlIn(text: string): string | undefined {
  return SimplificationSchema.safeParse(readJson(text)).data?.sql || undefined;
}

/** The other half is for the query that comes of it. */
const claudesShare = 0.5;
