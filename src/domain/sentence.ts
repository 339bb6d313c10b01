/** Somebody's words with a full stop where they have no end of their own: other sentences follow. */
export function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** What a finding says, as a sentence that stands alone. */
export function asSentence(text: string): string {
  return ended(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}
