/** The value in a text that somebody else wrote; undefined, which no JSON is, where it is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
