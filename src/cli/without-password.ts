/** A URL as it may be shown; any other text as it is. */
export function withoutPassword(text: string): string {
  if (!/^\w+:\/\//.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  // A password may stand among the parameters, too.
  for (const name of url.searchParams.keys()) {
    if (/password|secret|key/i.test(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}
