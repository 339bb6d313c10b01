import { classOf } from '../../domain/error-classes.js';
import type { ErrorClass } from '../../domain/failure.js';

/** What happened, and what to do about it. */
export interface Words {
  readonly error: string;
  readonly class: ErrorClass;
  readonly message: string;
  readonly suggestion: string;
}

type Said = Omit<Words, 'class'>;

export const wait =
  'Ask again in a minute, or in background, which waits for it. If it lasts, see status.claude.com.';

const badRequest: Said = {
  error: 'claude_bad_request',
  message: "Claude's API refused the request as invalid",
  suggestion: 'Check that the configured model supports structured outputs: surefoot doctor.',
};
export const timedOut: Words = {
  error: 'claude_timeout',
  class: classOf('http', '408'),
  message: 'Claude took too long to answer',
  suggestion: wait,
};
const overloaded: Said = {
  error: 'claude_overloaded',
  message: "Claude's API is overloaded",
  suggestion: wait,
};
const serverError: Said = {
  error: 'claude_server_error',
  message: "Claude's API had an error of its own",
  suggestion: wait,
};
export const spendLimit: Words = {
  error: 'claude_spend_limit_reached',
  class: classOf('claude', 'enforced_spend_limit_reached'),
  message: "The organization's spend limit for Claude's API is reached",
  suggestion: 'Raise the limit in the Claude Console, or wait for the next month.',
};
export const unauthorized: Words = {
  error: 'claude_unauthorized',
  class: classOf('http', '401'),
  message: "Claude's API does not accept the API key",
  suggestion: 'Set ANTHROPIC_API_KEY to a valid key.',
};
export const unknown: Words = {
  error: 'claude_error',
  class: 'unknown',
  message: "The call to Claude failed in a way that Surefoot doesn't know",
  suggestion: 'Check ANTHROPIC_BASE_URL, and any gateway on the way.',
};

const byStatus: Readonly<Record<number, Said>> = {
  400: badRequest,
  401: unauthorized,
  402: {
    error: 'claude_payment_required',
    message: "Claude's API asks for payment",
    suggestion: 'Check the billing details and the credit in the Claude Console.',
  },
  403: {
    error: 'claude_forbidden',
    message: 'The API key may not do this',
    suggestion: "Check the key's workspace and the models it may use, in the Claude Console.",
  },
  404: {
    error: 'claude_model_not_found',
    message: "Claude's API does not know the model",
    suggestion:
      'Check SUREFOOT_PLANNER_MODEL, SUREFOOT_INTERPRETER_MODEL, SUREFOOT_REVIEWER_MODEL, SUREFOOT_FALLBACK_MODEL and ANTHROPIC_BASE_URL.',
  },
  408: timedOut,
  409: {
    error: 'claude_conflict',
    message: "Claude's API met a conflict with another request",
    suggestion: wait,
  },
  413: {
    error: 'claude_request_too_large',
    message: "The request is larger than Claude's API takes",
    suggestion: 'Ask for fewer rows, or name fewer schemas in SUREFOOT_SCHEMAS.',
  },
  422: badRequest,
  429: {
    error: 'claude_rate_limited',
    message: "The rate limit of Claude's API is reached",
    suggestion:
      'Ask again in a minute, or in background, which waits for it. If it lasts, ask for a higher limit.',
  },
  500: serverError,
  503: {
    error: 'claude_unavailable',
    message: "Claude's API is not available",
    suggestion: wait,
  },
  504: timedOut,
  529: overloaded,
};

/** Once a stream runs, its status is 200 and only the error's type tells. Each type stands for a status. */
export const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

export const spendLimitCodes: readonly string[] = [
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
];

/** What an HTTP status stands for. */
export function wordsFor(status: number | undefined): Words {
  if (status === undefined) return unknown;
  const said = byStatus[status] ?? (status >= 500 ? serverError : unknown);
  return { ...said, class: classOf('http', String(status)) };
}
