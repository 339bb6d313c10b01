import { swappedGroups, wrongCell, wrongPeriod } from './attribution.js';
import { unshownDirection, wrongDirection, wrongDirectionElsewhere } from './directions.js';
import type { LieClass } from './lie.js';
import { wrongBest, wrongSuperlative } from './superlatives.js';
import { borrowedNumber, topAsTotal, wrongUnit } from './words.js';

/** Planted lies beyond invented numbers, by kind. */
export const lieClasses: readonly LieClass[] = [
  wrongCell,
  swappedGroups,
  wrongPeriod,
  wrongUnit,
  topAsTotal,
  borrowedNumber,
  wrongDirection,
  unshownDirection,
  wrongDirectionElsewhere,
  wrongSuperlative,
  wrongBest,
];
