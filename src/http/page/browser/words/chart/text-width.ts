/** In pixels, of text of 13: digits and capitals are wider than what is drawn, never narrower. */
export function widest(texts: readonly string[]): number {
  return Math.max(
    0,
    ...texts.map(([...characters]) => characters.reduce((sum, each) => sum + wide(each), 0)),
  );
}

function wide(character: string): number {
  if (/[ilj.,:;'|! ]/.test(character)) return 4.5;
  if (character > '\u2e80') return 13.5;
  return /[A-Z0-9mwMW$%]/.test(character) ? 9 : 7.8;
}

/** At most so wide; what was cut off shows as `…`. */
export function cut(label: string, room: number): string {
  if (widest([label]) <= room) return label;
  let kept = '';
  for (const character of label) {
    if (widest([`${kept}${character}…`]) > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
