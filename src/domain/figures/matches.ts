/**
 * As `text.matchAll(pattern)`, of a pattern that is global, with the pattern itself: `matchAll` copies it, and whenever
 * V8's cache of patterns was collected in between the copy is compiled anew, which takes milliseconds for a long one.
 */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    // What matches nothing would match it again.
    if (match[0] === '') pattern.lastIndex += pattern.unicode ? stepAt(text, match.index) : 1;
  }
  return found;
}

/** A character may be two code units. */
function stepAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
