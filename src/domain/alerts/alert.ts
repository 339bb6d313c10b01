import type { Breach, RuleName } from './breach.js';

/** A rule that was broken, from the check that first saw it to the one that found it well again. */
export interface Alert {
  /** The same for whoever reads it: `A-` and 12 hexadecimal digits. */
  readonly alertId: string;
  readonly rule: RuleName;
  readonly subject: string;
  readonly firedAt: string;
  /** The newest check that still found it broken. */
  readonly seenAt: string;
  /** Null while it fires. */
  readonly resolvedAt: string | null;
  /** As it was when it fired. */
  readonly breach: Breach;
}

export type AlertState = 'firing' | 'resolved';

/** How long a rule must have held before its alert is over: what hovers around a limit fires once. */
export const quietMinutes = 15;
