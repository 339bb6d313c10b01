/** What may be left out, as zod types it. */
export type Loose<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Without what is undefined: zod says so of what was left out, our types leave it out. */
export function given<T extends object>(value: Loose<T>): T {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries) as T;
}
