import { swappedGroups, wrongCell, wrongPeriod } from './attribution.js';
import { unshownDirection, wrongDirection, wrongDirectionElsewhere } from './directions.js';
import { hiddenDirection } from './later-directions.js';
import { hiddenNumber } from './later-numbers.js';
import { hiddenUnit } from './later-scope.js';
import { hiddenSuperlative } from './later-superlatives.js';
import { left } from './left.js';
import type { LieClass } from './lie.js';
import { thirdSearch } from './third-search.js';
import { wrongBest, wrongSuperlative } from './superlatives.js';
import { borrowedNumber, topAsTotal, wrongUnit } from './words.js';

const first: readonly LieClass[] = [
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

const second = [hiddenNumber, hiddenDirection, hiddenSuperlative, hiddenUnit];

/** Planted lies beyond invented numbers, by kind; of the second search those that rules meet, and those that are left. */
export const lieClasses: readonly LieClass[] = [
  ...first,
  ...second.map((each) => ({ ...each, lies: chosen([each], (text) => !left.has(text)) })),
  thirdSearch,
  { name: 'second search, left', aim: null, lies: chosen(second, (text) => left.has(text)) },
];

function chosen(classes: readonly LieClass[], isChosen: (text: string) => boolean) {
  return classes.flatMap(({ lies }) =>
    lies.map((set) => ({ ...set, texts: set.texts.filter(isChosen) })),
  );
}
