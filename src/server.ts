import { createApp } from './http/create-app.js';
import { createPage } from './http/page/create-page.js';
import { httpSettings, type Config } from './config.js';
import { mcpEndpoint } from './mcp/mcp-endpoint.js';
import { connectServer } from './server/connect-server.js';
import { listen } from './server/listen.js';
import { productVersion } from './server/product-version.js';

export interface SurefootServer {
  /** Where the API is. */
  readonly url: string;
  /** Whether who brings no key is refused. */
  readonly keysRequired: boolean;
  /** Lets requests in flight finish for a moment, ends streams so that their readers come back elsewhere, and closes. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Takes a free port where that of the settings is taken; `url` says which. */
  readonly orFreePort?: boolean;
}

/** Connects everything and serves the API. @throws ConfigError, TemporalUnreachable, ToolFailure */
export async function startServer(
  config: Config,
  { orFreePort = false }: ServerOptions = {},
): Promise<SurefootServer> {
  const { host, port, keysRequired, corsOrigins } = httpSettings(config);
  const page = createPage();
  const connected = await connectServer(config);
  const stopping = new AbortController();
  const { onDefect } = connected;
  const deps = { ...connected.deps, stopping: stopping.signal };
  const mcp = mcpEndpoint({ ...deps, version: productVersion, onDefect });
  const app = createApp({
    deps,
    authentication: { required: keysRequired, callerOf: connected.callerOf },
    corsOrigins,
    version: productVersion,
    onDefect,
    mounts: { page, mcp: (request, caller) => mcp.answer(request, caller) },
  });
  try {
    const listening = await listen(app.fetch, { host, port, orFree: orFreePort });
    return {
      url: listening.url,
      keysRequired,
      async close() {
        stopping.abort();
        await mcp.close();
        await listening.close();
        await connected.close();
      },
    };
  } catch (error) {
    await connected.close();
    throw error;
  }
}
