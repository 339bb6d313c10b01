import { createHash } from 'node:crypto';
import { breakerOpen, callResultOf } from '../domain/breaker-report.js';
import {
  closed,
  type Admission,
  type Breaker,
  type BreakerPolicy,
  type CallResult,
} from '../domain/breaker.js';
import { ToolFailure } from '../domain/failure.js';
import { foreignFailure } from '../domain/foreign-failure.js';
import { ended } from '../domain/sentence.js';
import type { Breakers } from '../ports.js';
import type { Attempt } from './attempt.js';
import { inTime, patienceMs } from './in-time.js';

/** Which breaker stands before a call. */
export interface Guard {
  /** `execute_query@warehouse`, `claude@claude-sonnet-5-5`. */
  readonly name: string;
  /** The same for a person: the subject of "is temporarily unavailable". */
  readonly label: string;
  /** Null for a tool that is always tried. */
  readonly policy: BreakerPolicy | null;
  /** Tells this call from others where it times out: one slow statement says nothing about the tool. */
  readonly statement?: string;
}

export interface Gate {
  /**
   * Makes the call where the breaker lets it through, and reports what came of it. Once at most.
   * @throws ToolFailure `breaker_open`, final, without calling
   */
  through<T>(call: () => Promise<T>): Promise<T>;
  /** Gives a probe that was not needed back to the others. Always called; after `through` it does nothing. */
  leave(): void;
}

/** How long the store's word is waited for. */
export interface Patience {
  readonly ms: number;
  /** Of a breaker that this process saw unwell. */
  readonly unwellMs: number;
}

/**
 * A store that is slow or away must not hold calls up: its breakers then count as closed. Only one that this process saw
 * unwell is worth a longer wait: else a busy moment would send everyone to where one probe should go.
 */
const usual: Patience = { ms: patienceMs, unwellMs: 3_000 };

/** Asks the breaker at once, so that the store can be asked for other things meanwhile; `through` awaits its word. */
export function askBreaker(
  guard: Guard,
  breakers: Breakers,
  attempt: Attempt,
  patience = usual,
): Gate {
  const { name, policy } = guard;
  if (policy === null) return alwaysOpen;
  const holder = attempt.id;
  const unwell = seenUnwell(breakers);
  const asked = breakers.admit(name, { holder, leaseMs: attempt.timeoutMs });
  const admission = inTime(asked, unwell.has(name) ? patience.unwellMs : patience.ms);
  const report = async (result: CallResult) => {
    const told = await inTime(breakers.report(name, { holder, result, policy }), patience.ms);
    if (told !== undefined) note(told);
  };
  const note = ({ state }: Breaker) =>
    state === 'closed' ? unwell.delete(name) : unwell.add(name);
  let used = false;

  return {
    async through(call) {
      used = true;
      const given = (await admission) ?? unheard;
      attempt.noteBreaker(given.breaker.state);
      note(given.breaker);
      if (!given.admitted) throw refusal(guard, given);
      try {
        const result = await call();
        const told = tell({ kind: 'well' }, given);
        // Everyone waits for a probe's word; that a call went well as usual may be told beside what comes next.
        if (given.probe) await told;
        return result;
      } catch (error) {
        await tell(saidBy(error, guard, attempt.signal), given);
        throw error;
      }
    },
    leave() {
      if (used) return;
      used = true;
      void giveBack();
    },
  };

  /** The store's word may come too late to be waited for, and say that this call was the probe. */
  async function tell(result: CallResult, given: Admission): Promise<void> {
    await report(result);
    if (given === unheard) void giveBack();
  }

  async function giveBack(): Promise<void> {
    const given = await asked.catch(() => unheard);
    if (given.admitted && given.probe) await report({ kind: 'neither' });
  }
}

const alwaysOpen: Gate = { through: (call) => call(), leave: () => undefined };

const unheard: Admission = { admitted: true, breaker: closed, probe: false };

/** The names of the breakers that were not closed when this process last heard of them. */
function seenUnwell(breakers: Breakers): Set<string> {
  const seen = unwellOf.get(breakers) ?? new Set<string>();
  unwellOf.set(breakers, seen);
  return seen;
}

const unwellOf = new WeakMap<Breakers, Set<string>>();

function saidBy(error: unknown, { label, statement = '' }: Guard, signal: AbortSignal): CallResult {
  if (signal.aborted) return { kind: 'neither' };
  const { toolError: failure } =
    error instanceof ToolFailure ? error : foreignFailure(error, label);
  return callResultOf(failure, digestOf(failure.query ?? statement));
}

/** What people asked for is nobody's business in a table of breakers. */
function digestOf(statement: string): string {
  return createHash('sha256').update(statement).digest('hex').slice(0, 16);
}

function refusal(
  { label }: Guard,
  { breaker, nextTryMs }: Extract<Admission, { admitted: false }>,
): ToolFailure {
  const words =
    breaker.state === 'forced_open'
      ? {
          message: `${label} is switched off: ${ended(breaker.reason)}`,
          suggestion: 'Ask again once it is switched on again.',
        }
      : {
          message: `${label} is temporarily unavailable; next try at ${clockTime(nextTryMs)} UTC.`,
          suggestion: `Ask again after ${clockTime(nextTryMs)} UTC, or in background, which waits for it.`,
        };
  return new ToolFailure(
    { error: breakerOpen, class: 'transient', ...words },
    { final: true, nextTryMs },
  );
}

function clockTime(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString().slice(11, 19);
}
