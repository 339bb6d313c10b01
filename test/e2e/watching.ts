import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Answer, AskOptions, RunEvent, RunHandle } from '../../src/client.js';
import type { Stack } from '../stack.js';

/** Waits until it is so; fails with what was waited for. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, `waited ${withinMs} ms in vain for: ${what}`);
    await sleep(50);
  }
}

/** On a busy machine a review may come late, which degrades an answer, as it should, in tests of something else. */
export const patient = { reviewGraceMs: 20_000 };

/** Asks as of the sample's own day and waits for the answer. */
export async function answerTo(
  { surefoot, asOf }: Pick<Stack, 'surefoot' | 'asOf'>,
  question: string,
  options: AskOptions = {},
): Promise<Answer> {
  const bounds = { ...patient, ...options.bounds };
  return await (await surefoot.ask(question, { asOf, ...options, bounds })).result();
}

/** The stand-in's calls for one run, in order. */
export function callsOf({ claude }: Pick<Stack, 'claude'>, runId: string) {
  return claude.calls().filter(({ run }) => run === runId);
}

export function rolesOf(stack: Pick<Stack, 'claude'>, runId: string): string[] {
  return callsOf(stack, runId).map(({ role }) => role);
}

/** Waits for the first event of that kind; of that step, where one is named. */
export async function eventOf(
  handle: RunHandle,
  kind: RunEvent['kind'],
  step?: string,
): Promise<RunEvent> {
  for await (const event of handle.events({ signal: AbortSignal.timeout(20_000) })) {
    if (event.kind === kind && (step === undefined || event.data['step'] === step)) return event;
  }
  return assert.fail(`the run had no event ${kind} ${step ?? ''}`);
}

/** Rows of one statement, on a connection of its own. */
export async function rowsOf(
  url: string,
  sql: string,
  params: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...params])).rows;
  } finally {
    await client.end();
  }
}

/** The agent's statements that the warehouse runs right now: all, or the queries that begin like this in their caps. */
export async function runningStatements(
  { warehouse }: Pick<Stack, 'warehouse'>,
  like = '',
): Promise<readonly string[]> {
  const found = await rowsOf(
    warehouse.url,
    `select state || ': ' || query as statement from pg_stat_activity
     where datname = current_database() and usename = 'agent_for_tests' and state <> 'idle'
       and regexp_replace(query, '\\s+', ' ', 'g') like $1 || '%'`,
    [like === '' ? '' : `select * from (select * from ( ${like}`],
  );
  return found.map(({ statement }) => String(statement));
}

/** Attempts in the tool-call log, as `activity id.attempt`, with their status; the earliest first. */
export async function loggedAttempts(
  { storeUrl }: Pick<Stack, 'storeUrl'>,
  runId: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await rowsOf(
    storeUrl,
    'select activity_id, attempt, status from surefoot.tool_calls where run_id = $1 order by started_at',
    [runId],
  );
  return new Map(
    found.map(({ activity_id: id, attempt, status }) => [
      `${String(id)}.${String(attempt)}`,
      String(status),
    ]),
  );
}
