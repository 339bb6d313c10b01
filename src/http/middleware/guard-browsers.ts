import type { MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../../domain/loopback.js';
import { HttpProblem } from '../problem.js';

export interface BrowserRules {
  /** Origins besides the server's own whose pages may ask. */
  readonly corsOrigins: readonly string[];
  /** Whether this machine needs no key: then a page may lure its browser here. */
  readonly keyless: boolean;
}

/**
 * Keeps pages of others from using a browser on this machine. Where no key is needed, the server answers to loopback’s
 * names alone, since a foreign name may be made to resolve to it; and only pages of its own or a listed origin may
 * change anything.
 */
export function guardBrowsers({ corsOrigins, keyless }: BrowserRules): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (keyless && !isLoopbackHost(hostname(host))) {
      throw new HttpProblem(
        'wrong-host',
        'Without API keys this server answers to localhost alone: set SUREFOOT_HTTP_KEYS=required to serve other names.',
      );
    }
    const origin = c.req.header('origin');
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (origin !== undefined && !reads && !corsOrigins.includes(origin) && !isOf(origin, host)) {
      throw new HttpProblem(
        'foreign-origin',
        'Pages of this origin may not ask: list it in SUREFOOT_HTTP_CORS_ORIGINS.',
      );
    }
    return await next();
  };
}

function hostname(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

function isOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
