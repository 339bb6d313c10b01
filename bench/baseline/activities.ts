import type Anthropic from '@anthropic-ai/sdk';
import type { Pool } from 'pg';
import type {
  BaselinePlan,
  Chart,
  Question,
  Result,
  Review,
  TableSchema,
  Verified,
} from './types.js';

/** What Claude is sent, prepared once: as large as what Surefoot sends. */
export interface Prompts {
  readonly planner: Prompt;
  readonly interpreter: Prompt;
  readonly reviewer: Prompt;
}

export interface Prompt {
  readonly system: readonly string[];
  readonly schema: Record<string, unknown>;
}

interface Options {
  readonly anthropic: Anthropic;
  readonly warehouse: Pool;
  readonly answers: Pool;
  readonly prompts: Prompts;
}

/** Short activities as one writes them by hand: no guard, no log, no cache, no checks of SQL or figures. */
export function createActivities({ anthropic, warehouse, answers, prompts }: Options) {
  async function ask(role: keyof Prompts, id: string, content: string): Promise<string> {
    const { system, schema } = prompts[role];
    const message = await anthropic.messages.create(
      {
        model: 'claude-sonnet-5-5',
        max_tokens: 8_000,
        system: system.map((text) => ({
          type: 'text',
          text,
          cache_control: { type: 'ephemeral' },
        })),
        messages: [{ role: 'user', content }],
        output_config: { format: { type: 'json_schema', schema } },
      },
      { headers: { 'x-surefoot-role': role, 'x-surefoot-run': id } },
    );
    const [block] = message.content;
    if (block?.type !== 'text') throw new Error(`Claude ended with ${message.stop_reason}.`);
    return block.text;
  }

  return {
    async plan({ id, text, asOf }: Question): Promise<BaselinePlan> {
      return JSON.parse(await ask('planner', id, questionBlock(text, asOf))) as BaselinePlan;
    },

    async review({ id, text, asOf }: Question, sqls: readonly string[]): Promise<Review> {
      const blocks = sqls.map((sql) => `<sql>\n${sql}\n</sql>`);
      const reply = await ask('reviewer', id, [questionBlock(text, asOf), ...blocks].join('\n'));
      return JSON.parse(reply) as Review;
    },

    async schema(tables: readonly string[]): Promise<TableSchema> {
      const { rows } = await warehouse.query<TableSchema[number]>(
        `select table_name as "table", column_name as "column", data_type as "type", is_nullable as nullable
         from information_schema.columns
         where table_schema = 'public' and table_name = any($1)
         order by table_name, ordinal_position`,
        [tables],
      );
      return rows;
    },

    async query(sql: string): Promise<Result> {
      const { fields, rows } = await warehouse.query<(string | null)[]>({
        text: sql,
        rowMode: 'array',
      });
      return { columns: fields.map(({ name }) => name), rows };
    },

    async format(result: Result, x: string, y: string): Promise<Chart> {
      const values = result.rows.map((row) =>
        Object.fromEntries(result.columns.map((name, index) => [name, row[index]])),
      );
      return {
        mark: 'bar',
        data: { values },
        encoding: { x: { field: x, type: 'nominal' }, y: { field: y, type: 'quantitative' } },
      };
    },

    async verify(results: Readonly<Record<string, Result>>): Promise<Verified> {
      const problems = Object.entries(results).flatMap(([id, { rows }]) =>
        rows.length === 0 ? [`${id} is empty`] : [],
      );
      return { ok: problems.length === 0, problems };
    },

    async interpret(
      { id, text, asOf }: Question,
      data: Readonly<Record<string, unknown>>,
    ): Promise<string> {
      const blocks = Object.entries(data).map(
        ([step, rows]) => `<data step="${step}">\n${JSON.stringify(rows)}\n</data>`,
      );
      const reply = await ask('interpreter', id, [questionBlock(text, asOf), ...blocks].join('\n'));
      return (JSON.parse(reply) as { text: string }).text;
    },

    async record(id: string, answer: unknown): Promise<void> {
      await answers.query(
        'insert into baseline_answers (id, answer) values ($1, $2) on conflict do nothing',
        [id, JSON.stringify(answer)],
      );
    },
  };
}

function questionBlock(text: string, asOf: string): string {
  return `<question>\n${JSON.stringify({ text, asOf })}\n</question>`;
}

export type Activities = ReturnType<typeof createActivities>;
