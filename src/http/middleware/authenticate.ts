import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../api.js';
import type { Caller } from '../caller.js';
import { HttpProblem } from '../problem.js';

export interface Authentication {
  /** Whether who brings no key is refused. */
  readonly required: boolean;
  /** Whose key it is; undefined where nobody’s. */
  callerOf(key: string): Promise<Caller | undefined>;
}

/** Who brings no key to a server that only this machine reaches: its owner. */
const thisMachine: Caller = {
  tenant: 'default',
  role: 'operator',
  keyId: null,
  runsAtOnce: null,
};

/** Finds out who asks. A key that is brought is checked wherever. */
export function authenticate(authentication: Authentication): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const header = c.req.header('authorization');
    if (header === undefined && !authentication.required) {
      c.set('caller', thisMachine);
      return await next();
    }
    const [, key] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
    if (key === undefined) throw unauthenticated('Send `Authorization: Bearer` with an API key.');
    const caller = await authentication.callerOf(key);
    if (caller === undefined) throw unauthenticated('The API key is unknown or revoked.');
    c.set('caller', caller);
    return await next();
  };
}

function unauthenticated(detail: string): HttpProblem {
  return new HttpProblem('unauthenticated', detail, {
    headers: { 'www-authenticate': 'Bearer realm="surefoot"' },
  });
}
