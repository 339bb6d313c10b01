import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../src/client.js';
import { until } from '../../src/embedded/process-tools.js';
import { rowsOf } from '../e2e/watching.js';
import { activitiesIn, historyOf, replayProblems, type Activity } from './history.js';
import { said } from './question.js';
import { repeatsIn } from './repeats.js';
import type { Allowed, Verdict } from './scenario.js';
import type { Asked, Scene } from './scene.js';

const statuses = [
  ...['answered', 'degraded', 'needs_clarification', 'escalated', 'unavailable', 'failed'],
  'cancelled',
];

/** Waits until each run has ended, and holds what is left behind against the promises of the design. */
export async function judge(
  scene: Scene,
  allowed: Allowed,
  undisturbed: unknown,
): Promise<Verdict> {
  const ended = await Promise.all(scene.runs.map((run) => endOf(scene, run)));
  const like = ended.find(({ runId }) => runId === allowed.like)?.answer;
  const expected = like === undefined ? undisturbed : said(like);
  const problems = ended.flatMap((run) => problemsOf(run, allowed, expected));
  const missing = await settledRows(scene, ended);
  const leftQueries = await queriesLeft(scene);
  const doubleTickets = await count(
    scene,
    `select count(*) - count(distinct (tenant, run_id, cause)) as n from surefoot.tickets`,
  );
  const repeated = await repeatsIn(scene, ended);
  const lost = ended.filter((run) => run.lost);
  const replay = await replayProblems(
    ended.map(({ handle: { workflowId }, history }) => ({ workflowId, history })),
  );
  return {
    report: {
      scenario: scene.name,
      runs: ended.length,
      byStatus: tally(ended.map(({ answer }) => answer.status)),
      lost: lost.length,
      repeated: repeated.length,
      missingRows: missing.length,
      leftQueries,
      doubleTickets,
    },
    problems: [
      ...problems,
      ...lost.map(({ runId }) => `${runId} is lost`),
      ...repeated,
      ...missing,
      ...(leftQueries === 0 ? [] : [`${leftQueries} queries are left on the warehouse`]),
      ...(doubleTickets === 0 ? [] : [`${doubleTickets} tickets are opened twice`]),
      ...(await unrecordedCalls(scene, allowed)),
      ...(await ticketProblems(scene, ended)),
      ...replay,
    ],
  };
}

interface Ended extends Asked {
  readonly answer: Answer;
  /** Not ended in Temporal as every run must. */
  readonly lost: boolean;
  readonly history: Awaited<ReturnType<typeof historyOf>>;
  readonly activities: readonly Activity[];
}

/** A run whose caller had to give up may still end: it has its execution timeout for that. */
async function endOf(scene: Scene, run: Asked): Promise<Ended> {
  const answer = await run.handle.result();
  const workflow = scene.temporal.workflow.getHandle(run.handle.workflowId);
  const name = async () => (await workflow.describe()).status.name;
  await until(async () => (await name()) !== 'RUNNING', 70_000);
  const history = await historyOf(scene, run.handle);
  const lost = (await name()) !== 'COMPLETED' || !statuses.includes(answer.status);
  return { ...run, answer, lost, history, activities: activitiesIn(history) };
}

/** An answer is the one that is expected, or says in what it differs. */
function problemsOf(
  { runId, answer }: Ended,
  { statuses: may = ['answered'], like }: Allowed,
  expected: unknown,
): readonly string[] {
  const { status, text, warnings } = answer;
  if (!may.includes(status)) return [`${runId} ended ${status}: ${text}`];
  const isWhole = !warnings.some(({ code }) => code === 'data_unavailable');
  const isHeld = (status === 'answered' && isWhole) || like !== undefined;
  if (isHeld && !isDeepStrictEqual(said(answer), expected)) {
    return [`${runId} has another answer: ${JSON.stringify([said(answer), warnings])}`];
  }
  if (status === 'degraded' && warnings.length === 0) return [`${runId} does not say what is less`];
  return text === '' ? [`${runId} says nothing`] : [];
}

/** Attempts without a row, and rows that say that an attempt of an ended run goes on. */
async function settledRows(scene: Scene, runs: readonly Ended[]): Promise<readonly string[]> {
  let missing: readonly string[] = [];
  await until(async () => {
    const found = await rowsOf(
      scene.storeUrl,
      `select run_id || ' ' || activity_id || '.' || attempt as key, status from surefoot.tool_calls`,
    );
    const rows = new Map(found.map(({ key, status }) => [String(key), status]));
    const due = runs.flatMap(({ runId, activities }) =>
      activities.flatMap(({ id, attempts }) =>
        Array.from({ length: attempts }, (_, index) => `${runId} ${id}.${index + 1}`),
      ),
    );
    missing = [
      ...due.filter((key) => !rows.has(key)).map((key) => `no row for attempt ${key}`),
      ...[...rows].flatMap(([key, status]) =>
        status === 'running' ? [`attempt ${key} still runs in the log`] : [],
      ),
    ];
    return missing.length === 0;
  }, 10_000);
  return missing;
}

async function queriesLeft({ warehouseUrl, role }: Scene): Promise<number> {
  let left = 0;
  await until(async () => {
    const statement = `select from pg_stat_activity where usename = $1 and state <> 'idle'`;
    left = (await rowsOf(warehouseUrl, statement, [role])).length;
    return left === 0;
  }, 10_000);
  return left;
}

async function unrecordedCalls(
  scene: Scene,
  { callsInFlight = 0 }: Allowed,
): Promise<readonly string[]> {
  const replies = await count(scene, 'select count(*) as n from surefoot.replies');
  const replied = scene.claude
    .calls()
    .filter(({ status, stop }) => status === 200 && (stop === 'end_turn' || stop === 'max_tokens'));
  return replied.length <= replies + callsInFlight
    ? []
    : [`${replied.length} calls, ${replies} replies kept, ${callsInFlight} cut off`];
}

/** Who is told of a ticket finds one, and no other of that run. */
async function ticketProblems(scene: Scene, runs: readonly Ended[]): Promise<readonly string[]> {
  const found = await rowsOf(scene.storeUrl, 'select run_id, ticket_id from surefoot.tickets');
  return runs.flatMap(({ runId, answer }) => {
    const tickets = found.filter((row) => row['run_id'] === runId).map((row) => row['ticket_id']);
    return answer.status !== 'escalated' || isDeepStrictEqual(tickets, [answer.ticket])
      ? []
      : [`${runId} is escalated with ticket ${answer.ticket}; it has ${tickets.join(', ')}`];
  });
}

async function count({ storeUrl }: Scene, statement: string): Promise<number> {
  return Number((await rowsOf(storeUrl, statement))[0]?.['n']);
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
