import { addUsage, noUsage, type Answer, type Usage } from '../../domain/answer.js';
import type { RunRef } from '../../domain/question.js';
import type { Receipt, ReceiptAttempt } from '../../domain/receipt.js';
import { runLink, type WebUi } from '../../domain/run-link.js';
import type { LoggedAttempt, RunEvent, Store } from '../../ports.js';
import { runNotFound } from '../run-not-found.js';
import { doingOf } from './doing.js';
import { plansOf, textRepairsOf } from './plans.js';
import { figuresOf, resultsOf } from './results.js';
import { stepsOf } from './steps.js';

export type ReceiptStore = Pick<Store, 'runs' | 'results' | 'tickets' | 'pastRuns' | 'feedback'>;

/**
 * All that the store knows of a run, running or ended. Rows are in it as long as they are kept, everything else as long
 * as the run is. @throws RunNotFound, ToolFailure
 */
export async function readReceipt(
  store: ReceiptStore,
  run: RunRef,
  webUi: WebUi | undefined,
): Promise<Receipt> {
  const [summary, found, events, logged, feedback] = await Promise.all([
    store.pastRuns.find(run),
    store.runs.find(run),
    allEvents(store, run),
    store.pastRuns.attempts(run),
    store.feedback.ofRun(run),
  ]);
  if (summary === undefined || found === undefined) throw runNotFound(run, { inStore: true });
  const { answer } = found;
  const { runId, tenant, question, user, session, asOf, timeZone, mode, beganAt, endedAt } =
    summary;
  const ticketId = answer?.ticket ?? openedTicket(events);
  const [results, ticket] = await Promise.all([
    resultsOf(store, run, answer),
    ticketId === null ? undefined : store.tickets.find(ticketId, tenant),
  ]);
  const plans = plansOf(events);
  return {
    ...{ runId, tenant, question, user, session, asOf, timeZone, mode },
    status: answer?.status ?? 'running',
    ...{ beganAt, endedAt },
    doing: answer === null ? doingOf(events) : null,
    text: answer?.text ?? '',
    intent: answer?.intent ?? plans.findLast(({ made }) => made)?.intent ?? '',
    plans,
    steps: stepsOf(answer, plans, events, logged),
    attempts: logged.map(withoutParameters),
    verification: answer?.verification ?? null,
    textRepairs: textRepairsOf(events),
    figures: figuresOf(answer, results),
    results,
    warnings: answer?.warnings ?? [],
    suggestions: answer?.suggestions ?? [],
    planner: plannerOf(answer, logged),
    usage: answer?.usage ?? usageSoFar(logged),
    timing: answer?.timing ?? null,
    ticket: ticket === undefined ? null : withoutBody(ticket),
    feedback: feedback.map(({ user: by, rating, note, ratedAt }) => ({
      ...{ user: by, rating, note, ratedAt },
    })),
    links: { temporal: webUi === undefined ? null : runLink(run, webUi) },
  };
}

const eventsAtOnce = 1_000;

async function allEvents({ runs }: ReceiptStore, run: RunRef): Promise<readonly RunEvent[]> {
  const all: RunEvent[] = [];
  for (;;) {
    const found = await runs.events(run, all.at(-1)?.seq ?? 0, eventsAtOnce);
    all.push(...found);
    if (found.length < eventsAtOnce) return all;
  }
}

function withoutParameters({ parameters: _parameters, ...attempt }: LoggedAttempt): ReceiptAttempt {
  return attempt;
}

function withoutBody(ticket: NonNullable<Awaited<ReturnType<Store['tickets']['find']>>>) {
  const { ticketId, cause, priority, status, resolution, resolvedBy, openedAt, resolvedAt } =
    ticket;
  return { ticketId, cause, priority, status, resolution, resolvedBy, openedAt, resolvedAt };
}

function openedTicket(events: readonly RunEvent[]): string | null {
  const opened = events.findLast(({ kind }) => kind === 'ticket.opened')?.data['ticketId'];
  return typeof opened === 'string' ? opened : null;
}

function plannerOf(answer: Answer | null, logged: readonly LoggedAttempt[]): string {
  if (answer !== null) return answer.planner;
  return logged.findLast(({ tool, model }) => tool === 'plan' && model !== null)?.model ?? '';
}

function usageSoFar(logged: readonly LoggedAttempt[]): Usage {
  return logged.reduce(
    (sum, attempt) =>
      addUsage(sum, {
        claudeCalls: attempt.claudeCalls ?? 0,
        inputTokens: attempt.inputTokens ?? 0,
        cacheReadTokens: attempt.cacheReadTokens ?? 0,
        outputTokens: attempt.outputTokens ?? 0,
        costUsd: attempt.costUsd ?? 0,
      }),
    noUsage,
  );
}
