import { createServer } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';

const Value = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.looseObject({}).optional(),
});
const Attributes = z.array(z.object({ key: z.string(), value: Value })).default([]);
const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string() }),
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              attributes: Attributes,
              status: z.object({ code: z.number().optional(), message: z.string().optional() }),
              events: z.array(z.object({ name: z.string(), attributes: Attributes })).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface SeenSpan {
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly error: boolean;
  readonly startMs: number;
  readonly endMs: number;
}

/** A collector for traces, as the protocol asks: OTLP over HTTP. */
export interface Collector {
  readonly url: string;
  /** Of what came as JSON. */
  spans(): readonly SeenSpan[];
  /** All that came, as it came. */
  bodies(): readonly { readonly type: string; readonly text: string }[];
  /** Resolves once that is so. */
  seen(isSo: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const bodies: { type: string; text: string }[] = [];
  const spans: SeenSpan[] = [];
  const listeners = new Set<() => void>();
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      const type = request.headers['content-type'] ?? '';
      assertPath(request.url);
      bodies.push({ type, text });
      if (type === 'application/json') spans.push(...spansIn(text));
      for (const listener of listeners) listener();
      response
        .writeHead(200, { 'content-type': type })
        .end(type === 'application/json' ? '{}' : '');
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () => spans,
    bodies: () => bodies,
    seen: (isSo) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isSo()) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function assertPath(url: string | undefined): void {
  if (url !== '/v1/traces') throw new Error(`Traces were sent to ${url}`);
}

function spansIn(text: string): SeenSpan[] {
  const { resourceSpans } = Traces.parse(JSON.parse(text));
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(({ status, attributes, events, ...span }) => ({
        ...{ scope: scope.name, traceId: span.traceId, spanId: span.spanId, name: span.name },
        parentSpanId: span.parentSpanId,
        attributes: plain(attributes),
        events: events.map((event) => ({ name: event.name, attributes: plain(event.attributes) })),
        error: status.code === 2,
        startMs: Number(BigInt(span.startTimeUnixNano) / 1_000n) / 1_000,
        endMs: Number(BigInt(span.endTimeUnixNano) / 1_000n) / 1_000,
      })),
    ),
  );
}

function plain(attributes: z.infer<typeof Attributes>): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(Object.values(value).at(0))] as const),
  );
}
