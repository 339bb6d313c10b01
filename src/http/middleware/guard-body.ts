import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HttpProblem } from '../problem.js';

/** An edited plan is the longest that anybody sends. */
const maxBytes = 262_144;

/** Bodies are JSON, and not long. A form, which a browser sends to anyone, is none. */
export const guardBody: readonly MiddlewareHandler[] = [
  async (c, next) => {
    const type = c.req.header('content-type');
    const length = c.req.header('content-length');
    const hasBody = c.req.header('transfer-encoding') !== undefined || Number(length ?? 0) > 0;
    if (hasBody && !/^application\/json\s*(;|$)/i.test(type ?? '')) {
      throw new HttpProblem('not-json', 'Send the body as application/json.');
    }
    return await next();
  },
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      // The rest of the body is not read: on this connection nothing can follow it.
      const headers = { connection: 'close' };
      throw new HttpProblem('too-large', `A body has ${maxBytes / 1_024} KiB at most.`, {
        headers,
      });
    },
  }),
];
