import { randomUUID } from 'node:crypto';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { runIdOf } from '../http/run-id.js';
import { askOptions } from '../http/schemas/ask-body.js';
import { createMcpServer } from './create-mcp-server.js';
import type { McpCaller, McpDeps } from './mcp-deps.js';

/** Who starts the server: the machine's owner, on behalf of a user and a tenant. */
export interface Owner {
  readonly tenant: string;
  /** Who asks, for the log; '' where nobody says. */
  readonly user: string;
  readonly by: string;
}

/** Serves one client on this process's stdin and stdout, until it goes or the server is to stop. */
export async function serveOverStdio(deps: McpDeps, owner: Owner): Promise<void> {
  const caller = callerOf(deps, owner);
  const served = serveStdio(() => createMcpServer(deps, caller), { onerror: deps.onDefect });
  await new Promise<void>((resolve) => {
    const over = () => resolve();
    process.stdin.once('end', over).once('close', over);
    if (deps.stopping.aborted) over();
    else deps.stopping.addEventListener('abort', over, { once: true });
  });
  await served.close();
}

function callerOf({ surefoot }: McpDeps, { tenant, user, by }: Owner): McpCaller {
  return {
    ...{ tenant, by, role: 'operator', keyId: null, runsAtOnce: null },
    async start(body, key) {
      const id = key === undefined ? randomUUID() : runIdOf(tenant, key);
      const asked = user === '' ? body : { ...body, user };
      return await surefoot.ask(body.question, { ...askOptions(asked), tenant, id });
    },
  };
}
