import { itemAt } from '../../src/embedded/sample/random.js';
import type { Status } from '../../src/domain/answer.js';
import { syntheticAnswer } from './answer.js';
import { callOf } from './call.js';
import { hex, latency, seldom } from './chance.js';
import { ask, type Course } from './course.js';
import type { Person } from './people.js';
import { plan, review } from './plan.js';
import { periodOf, shapes } from './questions.js';
import type { FeedbackRow, RunRow, TicketRow } from './rows.js';
import { createScribe, type Scribe, type World } from './scribe.js';
import { queryStep, type StepEnd } from './steps.js';

export interface RunStart {
  readonly number: number;
  readonly beganMs: number;
  readonly person: Person;
  readonly session: string;
}

export interface SyntheticRun {
  readonly run: RunRow;
  readonly ticket: TicketRow | null;
  readonly feedback: FeedbackRow | null;
}

const mostReplans = 2;

/** One run as the workflow would go through it: plan, repairs, review, steps, verify, interpret, and how it ended. */
export function runOf(world: World, { number, beganMs, person, session }: RunStart): SyntheticRun {
  const { random } = world;
  const { tenant, user } = person;
  const runId = `r${String(number).padStart(6, '0')}-${hex(random, 6)}`;
  const workflowId = `surefoot/${tenant}/${runId}`;
  const facts = { tenant, runId, user, session, workflowId, temporalRunId: uuid(world), beganMs };
  const scribe = createScribe(world, facts);
  const asOf = new Date(beganMs).toISOString().slice(0, 10);
  const shape = itemAt(shapes, random.weighted(shapes.map(({ weight }) => weight)));
  const period = periodOf(random, asOf);
  const question = `${shape.words} ${period.name}?`;
  const mode = seldom(random, 700) ? ('background' as const) : ('interactive' as const);
  const asked = { question, asOf, timeZone: 'UTC', mode, workflowId };
  scribe.event('run.started', 'run.started', asked, beganMs);

  const course: Course = {
    ...{ atMs: beganMs + random.between(15, 60), version: 1, planRepairs: 0, replans: 0 },
    ...{ answerRepairs: 0, planMs: 0, stepsMs: 0, verifyMs: 0, interpretMs: 0 },
    ...{ steps: [], verdict: 'inconclusive', planner: '', warnings: [] },
  };
  const status = follow(scribe, course, { shape, period, isCritical: seldom(random, 200) });
  const endedMs = course.atMs + random.between(4, 15);
  const ticketId = status === 'escalated' ? `T-${hex(random, 12)}` : null;
  if (ticketId !== null) {
    const priority = { ticketId, cause: shape.measure, priority: 'high' };
    scribe.event('ticket.opened', `ticket.opened:${ticketId}`, priority, course.atMs);
  }
  scribe.event('answered', 'answered', { status }, endedMs);
  const about = { question, asOf, status, shape, period, ticket: ticketId };
  const answer = syntheticAnswer(scribe, course, about, endedMs);
  const lastSeq = scribe.close();
  const run: RunRow = { ...facts, question, mode, asOf, endedMs, answer, lastSeq };
  const ticket = ticketId === null ? null : ticketOf(world, run, ticketId, shape.measure);
  return { run, ticket, feedback: feedbackOf(world, run) };
}

interface About {
  readonly shape: (typeof shapes)[number];
  readonly period: ReturnType<typeof periodOf>;
  readonly isCritical: boolean;
}

function follow(scribe: Scribe, course: Course, about: About): Status {
  const { random } = scribe.world;
  const unwell = (): Status => handOver(scribe, course, about.isCritical);
  if (seldom(random, 60)) return cancelled(scribe, course, about);
  for (;;) {
    const planned = plan(scribe, course);
    if (planned === 'away') return unwell();
    if (planned !== 'made') return planned;
    const reviewed = review(scribe, course);
    const stepsBegan = course.atMs;
    course.steps = runSteps(scribe, course, about);
    course.atMs = Math.max(...course.steps.map(({ endMs }) => endMs));
    course.stepsMs += course.atMs - stepsBegan;
    course.verdict = reviewed;
    const failure = course.steps.find(({ rung }) => rung === null)?.error ?? null;
    if (failure?.errorClass === 'user_error') return 'failed';
    const mayReplan = course.replans < mostReplans;
    if (failure?.errorClass === 'permanent' || reviewed === 'refuted') {
      if (!mayReplan) return 'failed';
      course.replans += 1;
      course.version += 1;
      continue;
    }
    if (failure?.errorClass === 'unknown') return handOver(scribe, course, true);
    if (failure !== null) return unwell();
    break;
  }
  finish(scribe, course);
  const lower = course.steps.filter(({ rung }) => rung !== 'live' && rung !== 'cache');
  course.warnings = [...course.warnings, ...lower.map(({ rung }) => rung ?? '')];
  if (course.verdict === 'inconclusive')
    course.warnings = [...course.warnings, 'review_inconclusive'];
  const isWhole = course.warnings.every((code) => code === 'fallback_model');
  return isWhole ? 'answered' : 'degraded';
}

function runSteps(scribe: Scribe, course: Course, { shape, period }: About): StepEnd[] {
  const { random } = scribe.world;
  const { version, atMs } = course;
  const count = [1, 2, 3][random.weighted([55, 35, 10])] ?? 1;
  if (seldom(random, 500)) {
    const activityId = `schema-${version}`;
    const facts = { tool: 'fetch_schema', activityId, step: 'schema', rung: 'live' };
    const call = { ...facts, planVersion: version };
    const result = () => ({ rung: 'live', rowCount: 40, bytes: 3_200, digest: hex(random, 16) });
    callOf(scribe, {
      ...{ ...call, atMs, timeoutMs: 30_000, result },
      latencyMs: () => latency(random, 25, 0.5),
    });
  }
  return Array.from({ length: count }, (_, index) => {
    const id = index === 0 ? shape.measure : `${shape.measure}_before_${index}`;
    return queryStep(scribe, { shape, period, id, version }, atMs);
  });
}

function finish(scribe: Scribe, course: Course): void {
  const { random } = scribe.world;
  const { version } = course;
  const local = (tool: string, activityId: string, medianMs: number, step?: string) =>
    callOf(scribe, {
      ...{ tool, activityId, planVersion: version, atMs: course.atMs, timeoutMs: 10_000 },
      ...(step !== undefined && { step }),
      latencyMs: () => latency(random, medianMs, 0.4),
    }).endMs;
  if (seldom(random, 4_000)) local('format_results', `chart-${version}`, 3, 'chart');
  const verifyBegan = course.atMs;
  course.atMs = local('verify', `verify.${version}`, 9);
  course.verifyMs += course.atMs - verifyBegan;
  const { verdict } = course;
  scribe.event('verified', `verified:${version}`, { verdict, findings: [] }, course.atMs);
  const interpretBegan = course.atMs;
  for (let round = 1; round <= 3; round += 1) {
    const reply = ask(scribe, course, 'interpret', `interpret.${round}`);
    if (reply === null) {
      course.warnings = [...course.warnings, 'not_interpreted'];
      break;
    }
    if (!seldom(random, 450) || round === 3) break;
    course.answerRepairs += 1;
    const code = seldom(random, 7_000) ? 'number_outside_figure' : 'unknown_period';
    const findings = [{ code, where: 'answer', what: 'Its words have no cell behind.', fix: '' }];
    scribe.event('answer.refused', `answer.refused:${reply.replyId}`, { findings }, course.atMs);
  }
  course.interpretMs += course.atMs - interpretBegan;
}

function cancelled(scribe: Scribe, course: Course, { shape }: About): Status {
  const { random } = scribe.world;
  if (plan(scribe, course) !== 'made') return 'failed';
  const latencyMs = random.between(300, 4_000);
  scribe.attempt({
    ...{ activityId: `${shape.measure}-1`, attempt: 1, tool: 'execute_query', latencyMs },
    ...{ step: shape.measure, status: 'cancelled', startedMs: course.atMs, breakerState: 'closed' },
  });
  course.atMs += latencyMs;
  return 'cancelled';
}

/** A critical run goes to a person; any other ends without an answer. */
function handOver(scribe: Scribe, course: Course, isCritical: boolean): Status {
  if (!isCritical) return 'unavailable';
  const { random } = scribe.world;
  course.atMs = callOf(scribe, {
    ...{ tool: 'openTicket', activityId: 'ticket.1', atMs: course.atMs, timeoutMs: 10_000 },
    latencyMs: () => latency(random, 14, 0.5),
  }).endMs;
  return 'escalated';
}

/** One answer in twenty is rated; what is not whole, and what is slow, rather down. */
function feedbackOf({ random }: World, run: RunRow): FeedbackRow | null {
  const { tenant, runId, user, endedMs, answer } = run;
  if (answer.status === 'cancelled' || !random.chance(50)) return null;
  const isWell = answer.status === 'answered' && answer.timing.totalMs < 20_000;
  const isUp = random.chance(isWell ? 850 : 300);
  const notes = isUp ? ['', '', 'Just what I needed.'] : ['', 'Wrong period.', 'I meant net.'];
  const note = itemAt(notes, random.below(notes.length));
  const ratedMs = endedMs + random.between(5, 600) * 1_000;
  return { tenant, runId, user, rating: isUp ? 'up' : 'down', note, ratedMs };
}

/** Two in three were answered, after some hours. */
function ticketOf(
  { random, toMs }: World,
  run: RunRow,
  ticketId: string,
  cause: string,
): TicketRow {
  const { tenant, runId, question, user, session, endedMs } = run;
  const answeredMs = endedMs + random.between(600, 30_000) * 1_000;
  const isAnswered = random.chance(667) && answeredMs < toMs;
  const body = { question, user, session, step: cause, sql: null, attempts: 4 };
  const resolvedMs = isAnswered ? answeredMs : null;
  return { ticketId, tenant, runId, cause, priority: 'high', body, openedMs: endedMs, resolvedMs };
}

function uuid({ random }: World): string {
  return [8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join('-');
}
