import type { HealthAddress } from './adapters/health/serve-health.js';
import { closeAll, type Closable } from './close-all.js';
import type { HttpDeps } from './http/api.js';
import { createApp } from './http/create-app.js';
import { createPage } from './http/page/create-page.js';
import type { Config } from './config.js';
import { healthSettings, httpSettings } from './config/settings-by-part.js';
import { mcpEndpoint } from './mcp/mcp-endpoint.js';
import { connectServer, type ConnectedServer } from './server/connect-server.js';
import { listen } from './server/listen.js';
import { log } from './server/log.js';
import { observeServer, type ServerObserver } from './server/observe-server.js';
import { productVersion } from './server/product-version.js';
import { tracingOfServer } from './server/trace-server.js';

export interface SurefootServer {
  /** Where the API is. */
  readonly url: string;
  /** Whether who brings no key is refused. */
  readonly keysRequired: boolean;
  /** Where `/livez`, `/readyz` and `/metrics` are; undefined where they are not served. */
  readonly healthUrl: string | undefined;
  /** Lets requests in flight finish for a moment, ends streams so that their readers come back elsewhere, and closes. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Takes a free port where that of the settings is taken; `url` says which. */
  readonly orFreePort?: boolean;
  /** Where health and metrics are served; by default where the settings say. */
  readonly health?: HealthAddress & { readonly orFree?: boolean };
}

/** Connects everything and serves the API. @throws ConfigError, TemporalUnreachable, ToolFailure */
export async function startServer(
  config: Config,
  options: ServerOptions = {},
): Promise<SurefootServer> {
  const address = options.health ?? healthSettings(config);
  const observer = address && (await observeServer(address));
  const opened: Closable[] = observer === undefined ? [] : [observer];
  const close = () => closeAll(opened);
  try {
    const connected = await connectServer(config, observer?.metrics);
    opened.push(connected);
    return await serve(config, options, { observer, connected, opened, close });
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

interface Started {
  readonly observer: ServerObserver | undefined;
  readonly connected: ConnectedServer;
  readonly opened: Closable[];
  readonly close: () => Promise<void>;
}

async function serve(
  config: Config,
  { orFreePort = false }: ServerOptions,
  { observer, connected, opened, close }: Started,
): Promise<SurefootServer> {
  const { host, port, keysRequired, corsOrigins } = httpSettings(config);
  const tracing = await tracingOfServer(config);
  if (tracing !== undefined) opened.push(tracing);
  const stopping = new AbortController();
  const deps: HttpDeps = {
    ...connected.deps,
    metrics: observer?.metrics,
    stopping: stopping.signal,
    onBrokenStream: (run, error) => log('ERROR', 'event stream broke off', { ...run, error }),
  };
  const onDefect = (error: unknown) => log('ERROR', 'request failed', { error });
  const mcp = mcpEndpoint({ ...deps, version: productVersion, onDefect });
  const app = createApp({
    deps,
    authentication: { required: keysRequired, callerOf: connected.callerOf },
    observation: { metrics: observer?.metrics, trace: tracing?.trace },
    corsOrigins,
    version: productVersion,
    onDefect,
    mounts: { page: createPage(), mcp: (request, caller) => mcp.answer(request, caller) },
  });
  const listening = await listen(app.fetch, { host, port, orFree: orFreePort });
  // What MCP has open ends first: the server waits for it.
  opened.push(listening, mcp);
  observer?.ready(connected);
  return {
    url: listening.url,
    keysRequired,
    healthUrl: observer?.url,
    async close() {
      observer?.stopping();
      stopping.abort();
      await close();
    },
  };
}
