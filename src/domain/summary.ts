/** Temporal takes summaries of at most 200 bytes; the ellipsis needs three. */
const maxBytes = 197;

/** One line for Temporal's Web UI: white space joined, and cut between characters where it is too long. */
export function shortSummary(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of text.replaceAll(/\s+/g, ' ').trim()) {
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    if (bytes > maxBytes) return `${kept}…`;
    kept += character;
  }
  return kept;
}

/** In UTF-8. Workflows have no Buffer to ask. */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
