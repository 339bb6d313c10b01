import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Caller } from '../http/caller.js';
import { createMcpServer } from './create-mcp-server.js';
import { startRun, type StartDeps } from '../http/start-run.js';
import type { McpCaller, McpDeps } from './mcp-deps.js';

export interface McpEndpoint {
  /** Answers one request of a caller who is known. */
  answer(request: Request, caller: Caller): Promise<Response>;
  /** Ends what is being answered. */
  close(): Promise<void>;
}

/** MCP over HTTP: each request has all that it needs, so that any server can answer it. */
export function mcpEndpoint(deps: McpDeps & StartDeps): McpEndpoint {
  const handler = createMcpHandler(
    ({ authInfo }) => createMcpServer(deps, authInfo?.extra as unknown as McpCaller),
    { onerror: deps.onDefect },
  );
  return {
    async answer(request, caller) {
      const by = caller.keyId ?? 'this machine';
      const start: McpCaller['start'] = (body, key) => startRun({ body, key, caller }, deps);
      // The key itself has been checked, and is nobody's business any more.
      const authInfo = { token: '', clientId: by, scopes: [], extra: { ...caller, by, start } };
      return await handler.fetch(request, { authInfo });
    },
    close: () => handler.close(),
  };
}
