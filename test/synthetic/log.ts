import { createRandom, itemAt } from '../../src/embedded/sample/random.js';
import { arrivals } from './arrivals.js';
import { endOf, type Incident } from './incidents.js';
import { people } from './people.js';
import type { BreakerChangeRow, FeedbackRow, RunRow, SyntheticLog, TicketRow } from './rows.js';
import { runOf } from './run.js';
import type { World } from './scribe.js';

export interface LogOptions {
  /** The first day, ISO. */
  readonly from?: string;
  readonly days?: number;
  /** On a usual day, before the rhythm of the week. */
  readonly runsPerDay?: number;
  /** The same seed and options give the same log. */
  readonly seed?: string;
  readonly incidents?: readonly Incident[];
}

const dayMs = 86_400_000;

/** About 20,000 attempts by default: September 2026 of an installation of some size, and what is planted into it. */
export function syntheticLog(options: LogOptions = {}): SyntheticLog {
  const { from = '2026-09-01', days = 30, runsPerDay = 115, seed = 'surefoot' } = options;
  const { incidents = [] } = options;
  const random = createRandom(`synthetic log: ${seed}`);
  const fromMs = Date.parse(from);
  const toMs = fromMs + days * dayMs;
  const world: World = { random, incidents, fromMs, toMs, events: [], attempts: [] };
  const runs: RunRow[] = [];
  const tickets: TicketRow[] = [];
  const feedback: FeedbackRow[] = [];
  const sessions = new Map<string, { readonly name: string; readonly lastMs: number }>();
  for (const [index, beganMs] of arrivals(random, { fromMs, toMs, runsPerDay }).entries()) {
    const person = itemAt(people, random.weighted(people.map(({ weight }) => weight)));
    const last = sessions.get(person.user);
    const isSame = last !== undefined && beganMs - last.lastMs < 1_800_000;
    const session = isSame ? last.name : `${person.user}-${Math.floor(beganMs / 1_000)}`;
    sessions.set(person.user, { name: session, lastMs: beganMs });
    const { run, ticket, ...rated } = runOf(world, { number: index + 1, beganMs, person, session });
    runs.push(run);
    if (ticket !== null) tickets.push(ticket);
    if (rated.feedback !== null) feedback.push(rated.feedback);
  }
  const { events, attempts } = world;
  const breakerChanges = incidents.flatMap(changesIn);
  return { runs, events, attempts, tickets, feedback, breakerChanges, fromMs, toMs };
}

/** Open, a probe a minute that fails, and closed once the incident is over. */
function changesIn(incident: Incident): BreakerChangeRow[] {
  if (incident.kind !== 'breaker') return [];
  const name = `${incident.tool}@warehouse`;
  const by = 'worker-1@host-a';
  const changes: BreakerChangeRow[] = [];
  let atMs = Date.parse(incident.at);
  changes.push({ name, by, from: 'closed', to: 'open', atMs });
  for (atMs += 60_000; atMs < endOf(incident); atMs += 60_000) {
    changes.push({ name, by, from: 'open', to: 'half_open', atMs });
    changes.push({ name, by, from: 'half_open', to: 'open', atMs: atMs + 400 });
  }
  changes.push({ name, by, from: 'open', to: 'half_open', atMs });
  changes.push({ name, by, from: 'half_open', to: 'closed', atMs: atMs + 400 });
  return changes;
}
