import type { Finding } from '../../domain/finding.js';
import type { Level } from '../select/levels.js';

/**
 * What a doubt leads to. A `finding` is certain and wrong, and an honest plan can satisfy it without a change of meaning:
 * it sends the plan back. A `warning` is suspicious: it stands in the answer, and the reviewer sees it. `advice` can only
 * fail to run: it goes along where something else sends the plan back.
 */
export type Weight = 'finding' | 'warning' | 'advice';

export interface Doubt extends Omit<Finding, 'where'> {
  readonly weight: Weight;
  /** The parser's: bytes from 0. */
  readonly location?: number | undefined;
}

/** What a lint looks at: one SELECT of the statement after the other. */
export type Lint = (level: Level) => readonly Doubt[];
