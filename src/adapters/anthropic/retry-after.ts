/** How long the server asks to be left alone: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterMs(headers: Headers | undefined, now: number): number | undefined {
  const inMs = positive(headers?.get('retry-after-ms'));
  if (inMs !== undefined) return Math.ceil(inMs);
  const text = headers?.get('retry-after');
  const inSeconds = positive(text);
  if (inSeconds !== undefined) return Math.ceil(inSeconds * 1_000);
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : Math.max(at - now, 0);
}

function positive(text: string | null | undefined): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
