import { breakerOpen } from './breaker-report.js';
import type { ToolError } from './failure.js';

/** What an answer says of a result that is older than a fresh one. */
export function staleNote(ageSeconds: number, why: ToolError): string {
  return `This result is ${ageWords(ageSeconds)} old, because ${reasonWords(why)}.`;
}

/** What an answer says of a lesser result: the tool's own note, and why it stands in. */
export function lesserNote(note: string, why: ToolError): string {
  return `${note} It stands in because ${reasonWords(why)}.`;
}

/** Why a live result could not be had, as the end of a sentence. */
function reasonWords({ tool, error, message, class: errorClass }: ToolError): string {
  if (errorClass === 'timeout') return `${tool} did not answer in time`;
  // Until when, or who switched it off and why.
  if (error === breakerOpen) return message.replace(/\.$/, '');
  return errorClass === 'transient' ? `${tool} was out of reach` : `${tool} failed`;
}

/** `45 s`, `12 min`, `3 h`, in the unit that says enough. */
function ageWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(Math.round(seconds), 0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
