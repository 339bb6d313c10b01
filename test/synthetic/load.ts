import { Client } from 'pg';
import { copyRows } from '../../src/adapters/warehouse/copy.js';
import { storableJson } from '../../src/adapters/store/storable.js';
import type { SyntheticLog } from './rows.js';

type Cell = string | number | null;

/** Copies the log into a migrated store, all of it or nothing, and analyzes what it filled. */
export async function loadLog(url: string, log: SyntheticLog): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    for (const { name, rows } of tablesOf(log)) {
      const [first] = rows;
      if (first === undefined) continue;
      const columns = Object.keys(first).join(', ');
      await copyRows(client, `copy surefoot.${name} (${columns}) from stdin`, linesOf(rows));
      await client.query(`analyze surefoot.${name}`);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

interface Table {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

function tablesOf({ runs, events, attempts, tickets, ...others }: SyntheticLog): Table[] {
  const { feedback, breakerChanges } = others;
  return [
    {
      name: 'runs',
      rows: runs.map((run) => ({
        ...{ tenant: run.tenant, run_id: run.runId, question: run.question, user_id: run.user },
        ...{ session_id: run.session, as_of: run.asOf, time_zone: 'UTC', mode: run.mode },
        ...{ workflow_id: run.workflowId, temporal_run_id: run.temporalRunId },
        ...{ status: run.answer.status, answer: storableJson(run.answer), event_seq: run.lastSeq },
        ...{ began_at: iso(run.beganMs), ended_at: iso(run.endedMs) },
      })),
    },
    {
      name: 'run_events',
      rows: events.map(({ tenant, runId, seq, kind, key, data, atMs }) => ({
        ...{ tenant, run_id: runId, seq, kind, key, data: storableJson(data), at: iso(atMs) },
      })),
    },
    {
      name: 'tool_calls',
      rows: attempts.map((row) => ({
        ...{ workflow_id: row.workflowId, temporal_run_id: row.temporalRunId },
        ...{ activity_id: row.activityId, attempt: row.attempt, tenant: row.tenant },
        ...{ month: `${iso(row.scheduledMs).slice(0, 7)}-01`, run_id: row.runId, tool: row.tool },
        warehouse: row.tool === 'execute_query' ? 'warehouse' : null,
        ...{ step: row.step, worker: row.worker, user_id: row.user, session_id: row.session },
        ...{ plan_version: row.planVersion, parameters: storableJson(row.parameters) },
        ...{ status: row.status, started_at: iso(row.startedMs), latency_ms: row.latencyMs },
        ended_at: row.latencyMs === null ? null : iso(row.startedMs + row.latencyMs),
        ...{ error_class: row.errorClass, error_code: row.errorCode, error_name: row.errorName },
        ...{ rung: row.rung, breaker_state: row.breakerState, row_count: row.rowCount },
        ...{ bytes: row.bytes, digest: row.digest, reply_id: row.replyId, model: row.model },
        ...{ prompt_version: row.promptVersion, claude_calls: row.claudeCalls },
        ...{ input_tokens: row.inputTokens, cache_read_tokens: row.cacheReadTokens },
        ...{ output_tokens: row.outputTokens, cost_usd: row.costUsd },
      })),
    },
    {
      name: 'tickets',
      rows: tickets.map((ticket) => ({
        ...{ ticket_id: ticket.ticketId, tenant: ticket.tenant, run_id: ticket.runId },
        ...{ cause: ticket.cause, priority: ticket.priority, body: storableJson(ticket.body) },
        status: ticket.resolvedMs === null ? 'open' : 'resolved',
        resolution: ticket.resolvedMs === null ? null : 'Counted by hand.',
        resolved_by: ticket.resolvedMs === null ? null : 'ada',
        opened_at: iso(ticket.openedMs),
        resolved_at: ticket.resolvedMs === null ? null : iso(ticket.resolvedMs),
      })),
    },
    {
      name: 'feedback',
      rows: feedback.map(({ tenant, runId, user, rating, note, ratedMs }) => ({
        ...{ tenant, run_id: runId, user_id: user, rating, note, rated_at: iso(ratedMs) },
      })),
    },
    {
      name: 'breaker_changes',
      rows: breakerChanges.map(({ name, from, to, by, atMs }, index) => ({
        ...{ name, version: index + 2, from_state: from, to_state: to, by, at: iso(atMs) },
      })),
    },
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function* linesOf(rows: Table['rows']): Generator<string> {
  for (const row of rows) yield `${Object.values(row).map(copyText).join('\t')}\n`;
}

/** A cell in COPY's text format. */
function copyText(cell: Cell): string {
  if (cell === null) return String.raw`\N`;
  return String(cell).replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
};
