import { z } from '@hono/zod-openapi';
import type { Problem } from '../problem.js';
import { mayBeAbsent } from './may-be-absent.js';

const problemSchema: z.ZodType<Problem> = z
  .object({
    type: z.string().openapi({ example: 'urn:surefoot:problem:invalid' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: mayBeAbsent(
      z.array(
        z.object({
          pointer: mayBeAbsent(z.string()),
          parameter: mayBeAbsent(z.string()),
          header: mayBeAbsent(z.string()),
          detail: z.string(),
        }),
      ),
    ),
  })
  .openapi('Problem', { description: 'RFC 9457.' });

const words = {
  400: 'The body is no JSON.',
  401: 'No API key, or one that is not valid.',
  403: 'The key may not do this.',
  404: 'Nothing of that id is this tenant’s.',
  409: 'The state does not allow it.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The request does not fit; `errors` says where.',
  429: 'Too many runs of this key are under way.',
  503: 'The store or Temporal does not answer.',
} as const;

/** The problems that a route may answer with, as its `responses`. */
export function problems(...statuses: readonly Documented[]) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    [...statuses, 401 as const, 503 as const].map((status) => [
      status,
      { description: words[status], content },
    ]),
  );
}

type Documented = keyof typeof words;
