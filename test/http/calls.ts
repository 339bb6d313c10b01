import { request } from 'node:http';

/** What problems and small replies have. */
export interface Words {
  readonly type: string;
  readonly told: boolean;
}

export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Call {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/** Calls one server, as a service would. */
export function callsTo(url: string, key?: string) {
  const call = async <Body>(
    method: string,
    path: string,
    { json, headers = {}, key: otherKey = key }: Call = {},
  ): Promise<Reply<Body>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(otherKey !== undefined && { authorization: `Bearer ${otherKey}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const body = (isJson ? JSON.parse(text) : text) as Body;
    return { status: response.status, headers: response.headers, body };
  };
  return {
    url,
    get: <Body = Words>(path: string, more?: Call) => call<Body>('GET', path, more),
    post: <Body = Words>(path: string, json?: unknown, more?: Call) =>
      call<Body>('POST', path, { ...more, ...(json !== undefined && { json }) }),
    call,
  };
}

export type Calls = ReturnType<typeof callsTo>;

/** With whatever Host, which fetch does not let anybody say. */
export async function statusFor(url: string, headers: Readonly<Record<string, string>>) {
  return await new Promise<number>((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

export interface SentEvent {
  readonly id: number;
  readonly kind: string;
}

interface ReadOptions {
  readonly key?: string;
  readonly after?: number;
  readonly most?: number;
}

interface ReadStream {
  readonly status: number;
  readonly headers: Headers;
  readonly events: SentEvent[];
  readonly text: string;
}

/** Reads server-sent events until the stream ends, or as many as are wanted. */
export async function readEvents(url: string, options?: ReadOptions): Promise<ReadStream> {
  return await openEvents(url, options).read;
}

/** The same, for who waits until the stream has begun. */
export function openEvents(
  url: string,
  { key, after, most = Infinity }: ReadOptions = {},
): { readonly begun: Promise<Response>; readonly read: Promise<ReadStream> } {
  const gone = new AbortController();
  const begun = fetch(url, {
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(after !== undefined && { 'last-event-id': String(after) }),
    },
    signal: gone.signal,
  });
  return { begun, read: read() };

  async function read(): Promise<ReadStream> {
    const { status, headers, body } = await begun;
    let text = '';
    try {
      for await (const chunk of body ?? []) {
        text += Buffer.from(chunk).toString();
        if (eventsIn(text).length >= most) break;
      }
    } catch {
      // The server died in the middle, as some of these tests want it to.
    }
    gone.abort();
    return { status, headers, events: eventsIn(text).slice(0, most), text };
  }
}

function eventsIn(text: string): SentEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const [, kind] = /^event: (.*)$/m.exec(block) ?? [];
      const [, id] = /^id: (\d+)$/m.exec(block) ?? [];
      return kind === undefined ? [] : [{ id: Number(id), kind }];
    });
}
