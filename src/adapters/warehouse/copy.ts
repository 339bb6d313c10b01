import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';

/** How much text is sent at a time: a message per line would cost more than the line. */
const chunkLength = 65_536;

/** Runs `copy … from stdin` with these lines, each ending in its line end. Resolves once the server has taken them all. */
export async function copyRows(
  client: ClientBase,
  statement: string,
  lines: Iterable<string>,
): Promise<void> {
  await pipeline(Readable.from(chunksOf(lines)), client.query(from(statement)));
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
