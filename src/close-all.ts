/** Something that was opened and is closed once. */
export interface Closable {
  close(): Promise<void>;
}

/**
 * Closes what was opened, the newest first, each whatever becomes of the others; the list is empty then.
 * @throws what the first that failed did, once all are closed
 */
export async function closeAll(opened: Closable[]): Promise<void> {
  const failed: unknown[] = [];
  for (const each of opened.splice(0).toReversed()) {
    await each.close().catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw failed[0];
}
