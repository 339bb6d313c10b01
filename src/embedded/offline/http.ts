import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { ApiError } from './api-error.js';
import { isObject, type JsonObject } from './json.js';

/** The API's own limit of a request. */
const maxBytes = 32 * 1024 * 1024;

/** The request's JSON, and a hash that is the same for the same bytes. @throws ApiError 400 or 413 */
export async function readBody(
  request: IncomingMessage,
): Promise<{ body: JsonObject; hash: string }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ApiError(413, 'Request exceeds the maximum size', {
        headers: { connection: 'close' },
      });
    }
    chunks.push(chunk);
  }
  const bytesRead = Buffer.concat(chunks);
  const hash = createHash('sha256').update(bytesRead).digest('hex');
  try {
    const body: unknown = JSON.parse(bytesRead.toString('utf8'));
    if (isObject(body)) return { body, hash };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new ApiError(400, 'The request body is not valid JSON');
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': payload.length,
  });
  response.end(payload);
}

/** Waits, but not for a caller who has gone. */
export async function pause(ms: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const onClose = () => gone.abort();
  response.once('close', onClose);
  await setTimeout(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off('close', onClose);
}
