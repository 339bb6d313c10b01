import { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import type { RefusalStopDetails } from '@anthropic-ai/sdk/resources/messages';
import { classOf } from '../../domain/error-classes.js';
import { ToolFailure } from '../../domain/failure.js';
import { checkPlainText } from '../../domain/figures/check-text.js';
import { withoutInvisible, type Evidence } from '../../domain/figures/evidence.js';
import { ended } from '../../domain/sentence.js';
import { retryAfterMs } from './retry-after.js';
import {
  spendLimit,
  spendLimitCodes,
  statusOfType,
  timedOut,
  unauthorized,
  unknown,
  wait,
  wordsFor,
  type Words,
} from './words.js';

/** Whatever the SDK threw, as a failure that knows its class. */
export function failureOf(error: unknown, model: string): ToolFailure {
  if (error instanceof ToolFailure) return error;
  if (error instanceof APIConnectionTimeoutError) return toFailure(timedOut, { cause: error });
  if (error instanceof APIConnectionError) return connectionFailure(error);
  if (error instanceof APIError) return answeredWithError(error, model);
  if (error instanceof SyntaxError || causeCode(error) !== null) return streamCut(error);
  if (error instanceof Error && error.message.startsWith('Could not resolve authentication')) {
    return toFailure(
      { ...unauthorized, message: 'There is no API key for Claude' },
      { cause: error },
    );
  }
  return toFailure(unknown, { cause: error });
}

/** The connection closed, or stopped making sense, in the middle of a reply. */
export function streamCut(cause: unknown): ToolFailure {
  return toFailure(
    {
      error: 'claude_stream_cut',
      class: 'transient',
      message: "Claude's reply broke off before it was complete",
      suggestion: wait,
    },
    { cause, code: causeCode(cause) },
  );
}

export function tookTooLong(timeoutMs: number, cause: unknown): ToolFailure {
  return toFailure(timedOut, { cause, timeoutMs });
}

export function refused(details: RefusalStopDetails | null): ToolFailure {
  const category = details?.category ? ` (${details.category})` : '';
  return toFailure(
    {
      error: 'claude_refused',
      class: classOf('claude', 'refusal'),
      message: `Claude refused to answer this${category}`,
      suggestion: 'Put the question in other words, or ask for something else.',
    },
    { detail: safeWords(details?.explanation ?? '') },
  );
}

/** What Claude says of its refusal; nothing where it has a number, which no cell can stand behind here. */
function safeWords(explanation: string): string {
  const text = withoutInvisible(explanation);
  return checkPlainText(text, noEvidence).length === 0 ? text : '';
}

const noEvidence: Evidence = {
  question: '',
  locale: 'en-US',
  timeZone: 'UTC',
  intent: '',
  results: new Map(),
};

export function contextExceeded(model: string): ToolFailure {
  return toFailure({
    error: 'claude_context_exceeded',
    class: classOf('claude', 'model_context_window_exceeded'),
    message: `The request does not fit into the context of ${model}`,
    suggestion:
      'Ask for fewer rows, name fewer schemas in SUREFOOT_SCHEMAS, or choose a model with more context.',
  });
}

export function unexpectedStop(stopReason: string | null): ToolFailure {
  return toFailure({
    ...unknown,
    error: 'claude_unexpected_stop',
    message: `Claude stopped for a reason that Surefoot doesn't ask for (${stopReason ?? 'none'})`,
  });
}

function answeredWithError(error: APIError, model: string): ToolFailure {
  const status = error.status ?? statusOfType[error.type ?? ''];
  const code = status === undefined ? null : String(status);
  const options = { cause: error, code, detail: error.apiMessage };
  if (error.errorCode !== null && spendLimitCodes.includes(error.errorCode)) {
    return toFailure(spendLimit, options);
  }
  const words = wordsFor(status);
  const named = status === 404 ? { ...words, message: `${words.message} ${model}` } : words;
  return toFailure(named, { ...options, retryAfterMs: retryAfterMs(error.headers, Date.now()) });
}

function connectionFailure(error: APIConnectionError): ToolFailure {
  const code = causeCode(error);
  const untrusted = code !== null && classOf('network', code) === 'permanent';
  return toFailure(
    untrusted
      ? {
          error: 'claude_untrusted',
          class: 'permanent',
          message: "The certificate of Claude's API is not trusted",
          suggestion: 'Check ANTHROPIC_BASE_URL; behind a company proxy set NODE_EXTRA_CA_CERTS.',
        }
      : {
          error: 'claude_unreachable',
          class: 'transient',
          message: "Claude's API cannot be reached",
          suggestion: 'Check the network, the proxy and ANTHROPIC_BASE_URL.',
        },
    { cause: error, code },
  );
}

/** The network's own code, such as ECONNRESET: fetch hides it one or two causes down. */
function causeCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (
      typeof code === 'string' &&
      /^(?:E(?!RR_)|ERR_(?:TLS|SSL)|UND_ERR|CERT|DEPTH|SELF|UNABLE|HPE)/.test(code)
    ) {
      return code;
    }
  }
  return null;
}

function toFailure(
  words: Words,
  options: {
    readonly cause?: unknown;
    readonly code?: string | null;
    /** What the API says itself; shortened, on one line. */
    readonly detail?: string | null;
    readonly retryAfterMs?: number | undefined;
    readonly timeoutMs?: number;
  } = {},
): ToolFailure {
  const detail = options.detail?.replaceAll(/\s+/g, ' ').trim().slice(0, 300) ?? '';
  return new ToolFailure(
    {
      ...words,
      message: detail === '' ? `${words.message}.` : `${words.message}: ${ended(detail)}`,
      code: options.code ?? null,
      timeout_ms: options.timeoutMs ?? null,
    },
    {
      cause: options.cause,
      ...(options.retryAfterMs !== undefined && { retryAfterMs: options.retryAfterMs }),
    },
  );
}
