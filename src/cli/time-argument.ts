import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../domain/shown/duration.js';

export const timeWords = 'a day, an ISO time, or how long ago, such as 2026-11-01 or 24h';

/** A time of the past as ISO; a duration is so long ago. */
export function timeArgument(text: string): string {
  const ago = /^\d{4}-/.test(text) ? undefined : parseDuration(text);
  const ms = ago === undefined ? Date.parse(text) : Date.now() - ago;
  if (Number.isNaN(ms)) throw new InvalidArgumentError(`Use ${timeWords}.`);
  return new Date(ms).toISOString();
}
