import { InvalidArgumentError } from 'commander';
import { isDay } from '../domain/day.js';
import { parseDuration } from '../domain/shown/duration.js';

export const timeWords = 'a day, an ISO time, or how long ago, such as 2026-11-01 or 24h';

/** A time of the past as ISO; a duration is so long ago. */
export function timeArgument(text: string): string {
  const ago = /^\d{4}-/.test(text) ? undefined : parseDuration(text);
  const time = new Date(ago === undefined ? text : Date.now() - ago);
  // JavaScript would make March of the 30th of February.
  const isOne = ago !== undefined || isDay(text.slice(0, 10));
  if (!isOne || Number.isNaN(time.getTime())) throw new InvalidArgumentError(`Use ${timeWords}.`);
  return time.toISOString();
}
