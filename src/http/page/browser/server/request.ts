import { keptKey } from './key.js';
import { problemWords, RequestFailed, serverAway } from './problem.js';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly accept?: string;
}

/** Asks for a key and keeps it; resolves once the reader has given one. */
export type AskForKey = (refused: boolean) => Promise<void>;

let askForKey: AskForKey = () => Promise.reject(new Error('nobody asks for a key yet'));
let asking: Promise<void> | undefined;

export function whenKeyIsNeeded(ask: AskForKey): void {
  askForKey = ask;
}

/** JSON from the API. @throws RequestFailed with a sentence for the reader */
export async function json<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await request(path, options);
  const text = await response.text();
  // What the server sends has the shape of its OpenAPI description.
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** An answer whose status says that all is well. Where a key is needed it is asked for, once for all requests. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const key = keptKey();
  const response = await sent(path, options, key);
  if (response.ok) return response;
  if (response.status === 401) {
    await response.body?.cancel();
    // Another request may have asked meanwhile.
    if (keptKey() === key) await askedForKey(key !== '');
    return await request(path, options);
  }
  throw new RequestFailed(response.status, problemWords(response.status, await response.text()));
}

async function sent(path: string, options: RequestOptions, key: string): Promise<Response> {
  const { method = 'GET', body, headers = {}, signal, accept = 'application/json' } = options;
  try {
    return await fetch(path, {
      method,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: {
        accept,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new RequestFailed(0, serverAway, { cause: error });
  }
}

async function askedForKey(refused: boolean): Promise<void> {
  asking ??= askForKey(refused).finally(() => {
    asking = undefined;
  });
  await asking;
}
