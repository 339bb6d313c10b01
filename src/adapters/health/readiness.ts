import { setTimeout as sleep } from 'node:timers/promises';
import { ToolFailure } from '../../domain/failure.js';

/** Something that this process works with. */
export interface HealthCheck {
  readonly name: string;
  /** Whether nothing can be done without it. What is not needed is shown, and keeps nobody from being ready. */
  readonly needed: boolean;
  /** Returns what is wrong, in words for anybody. @throws where it is out of reach */
  check(): Promise<string | undefined>;
}

export interface CheckResult {
  readonly name: string;
  readonly needed: boolean;
  readonly ok: boolean;
  /** Without addresses, names or secrets: a probe's answer is read by many. */
  readonly reason?: string;
}

export interface Readiness {
  /** All checks at once; asked by several at a time, or again within a second, they are made once. */
  look(): Promise<readonly CheckResult[]>;
}

/** A check that takes longer counts as failed: a probe gives up soon, too. */
const patienceMs = 2_000;
const freshMs = 1_000;

export function readinessOf(checks: readonly HealthCheck[]): Readiness {
  let looked: { readonly atMs: number; readonly results: Promise<readonly CheckResult[]> } = {
    atMs: -Infinity,
    results: Promise.resolve([]),
  };
  return {
    look() {
      if (performance.now() - looked.atMs > freshMs) {
        looked = { atMs: performance.now(), results: Promise.all(checks.map(resultOf)) };
      }
      return looked.results;
    },
  };
}

async function resultOf(each: HealthCheck): Promise<CheckResult> {
  const { name, needed } = each;
  const late = sleep(patienceMs, 'does not answer', { ref: false });
  const reason = await Promise.race([each.check(), late]).catch(wordsFor);
  return { name, needed, ok: reason === undefined, ...(reason !== undefined && { reason }) };
}

function wordsFor(error: unknown): string {
  return error instanceof ToolFailure ? error.toolError.message : 'does not answer';
}
