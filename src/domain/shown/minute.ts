/** An ISO moment to the minute, as lists show it: `2026-09-30 14:05`. */
export function toMinute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
