/** Pieces that attacks are made of, to be put anywhere into a harmless query. */
export const pieces = [
  ';',
  '; delete from t; --',
  "' or 1=1; --",
  ' union select pg_sleep(1)',
  ' for update',
  ' into evil',
  '/*',
  '*/',
  '--',
  "'",
  '"',
  '$$',
  "e'\\'",
  'U&"\\0070"',
  '\0',
  '\u2028',
  '(',
  ')',
  ',',
  ' $1 ',
  '::regclass',
  ' operator(evil.+) ',
  '(select pg_read_file(1))',
  'with d as (delete from t returning 1) ',
  '🙂',
];

/** The text with each piece at its place. */
export function spliced(
  sql: string,
  cuts: readonly (readonly [at: number, piece: string])[],
): string {
  return cuts.reduce((text, [at, piece]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + piece + text.slice(place);
  }, sql);
}
