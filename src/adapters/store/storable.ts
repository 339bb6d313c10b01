/**
 * Text as Postgres can keep it. U+0000 has no place there and becomes U+FFFD, as half a surrogate pair does.
 */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** JSON for a `jsonb` column, under the same rule. Escapes of whole characters are left alone. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return json.replaceAll(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape) =>
    escape.length === 6 ? String.raw`\ufffd` : escape,
  );
}

/** A column of type timestamptz as ISO text, whatever the session's DateStyle. */
export function isoTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
