import type { Random } from '../../src/embedded/sample/random.js';
import { poisson } from './chance.js';

/** Sunday first. */
const ofTheWeek = [0.25, 1.3, 1.25, 1.15, 1.15, 0.95, 0.3];
/** By hour, UTC: office hours in Europe, a lunch, an evening in America. */
const ofTheDay = [
  2, 1, 1, 1, 1, 2, 4, 10, 22, 28, 26, 22, 14, 20, 26, 25, 20, 14, 10, 8, 6, 5, 4, 3,
];
const daySum = ofTheDay.reduce((sum, weight) => sum + weight, 0);
const hourMs = 3_600_000;

/** When runs begin, in order: busier by day and within the week, each by chance. */
export function arrivals(
  random: Random,
  { fromMs, toMs, runsPerDay }: { fromMs: number; toMs: number; runsPerDay: number },
): number[] {
  const times: number[] = [];
  for (let hour = fromMs; hour < toMs; hour += hourMs) {
    const expected = runsPerDay * rhythm(hour);
    const count = poisson(random, expected);
    const offsets = Array.from({ length: count }, () => random.below(hourMs / 2) * 2);
    times.push(...offsets.toSorted((a, b) => a - b).map((offset) => hour + offset));
  }
  return times.filter((time) => time < toMs);
}

function rhythm(hourMs: number): number {
  const at = new Date(hourMs);
  const ofDay = (ofTheDay[at.getUTCHours()] ?? 0) / daySum;
  return ofDay * (ofTheWeek[at.getUTCDay()] ?? 1);
}
