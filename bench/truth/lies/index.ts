import { swappedGroups, wrongCell, wrongPeriod } from './attribution.js';
import type { LieClass } from './lie.js';
import {
  borrowedNumber,
  topAsTotal,
  wrongDirection,
  wrongDirectionElsewhere,
  wrongSuperlative,
  wrongUnit,
} from './words.js';

/** Planted lies beyond invented numbers, by kind. */
export const lieClasses: readonly LieClass[] = [
  wrongCell,
  swappedGroups,
  wrongPeriod,
  wrongUnit,
  topAsTotal,
  borrowedNumber,
  wrongDirection,
  wrongDirectionElsewhere,
  wrongSuperlative,
];
