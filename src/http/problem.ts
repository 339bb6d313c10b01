import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Why a request was refused, as RFC 9457 has it. */
export interface Problem {
  /** `urn:surefoot:problem:` and a stable name. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** One clear sentence that says what to do. */
  readonly detail: string;
  /** What is wrong where, for a request that does not fit. */
  readonly errors?: readonly FieldProblem[];
}

export interface FieldProblem {
  /** JSON pointer into the body, such as `#/question`. */
  readonly pointer?: string;
  /** Of the query or the path. */
  readonly parameter?: string;
  readonly header?: string;
  readonly detail: string;
}

/** Thrown by routes and middleware; `onError` answers with it. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    name: ProblemName,
    detail: string,
    {
      errors,
      headers = {},
      cause,
    }: {
      readonly errors?: readonly FieldProblem[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause });
    const [status, title] = problems[name];
    const type = `urn:surefoot:problem:${name}`;
    this.problem = { type, title, status, detail, ...(errors !== undefined && { errors }) };
    this.headers = headers;
  }
}

export type ProblemName = keyof typeof problems;

const problems = {
  'malformed-json': [400, 'The body is no JSON'],
  unauthenticated: [401, 'An API key is needed'],
  'role-needed': [403, 'The key may not do this'],
  'foreign-origin': [403, 'Pages of this origin may not do this'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  conflict: [409, 'The state does not allow it'],
  'too-large': [413, 'The body is too large'],
  'not-json': [415, 'The body must be JSON'],
  'wrong-host': [421, 'Wrong host'],
  invalid: [422, 'The request does not fit'],
  'another-question': [422, 'Another question under this key'],
  'too-many-runs': [429, 'Too many runs at once'],
  internal: [500, 'Surefoot failed'],
  unavailable: [503, 'Not available now'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>;

export function answerProblem(c: Context, { problem, headers }: HttpProblem): Response {
  const status = problem.status as ContentfulStatusCode;
  return c.body(JSON.stringify(problem), status, {
    'content-type': 'application/problem+json',
    ...headers,
  });
}
