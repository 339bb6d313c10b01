import { classOf, isListed, type ErrorSource } from './error-classes.js';
import type { ErrorClass } from './failure.js';

export interface Classified {
  readonly class: ErrorClass;
  /** What says so: SQLSTATE, HTTP status or network code; null where nothing does. */
  readonly code: string | null;
}

/** The class, by the table, of whatever code that is not ours has thrown: a driver, fetch, an HTTP client, a string. */
export function classify(thrown: unknown): Classified {
  return classifiedBy(thrown, 3) ?? { class: 'unknown', code: null };
}

/** What the error says of itself, or else its cause, as fetch has the network's code there. */
function classifiedBy(thrown: unknown, causes: number): Classified | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { name, message, code, status, statusCode, response, cause }: Foreign = thrown;
  const own =
    byCode(code) ??
    [status, statusCode, response?.status, response?.statusCode]
      .map(byStatus)
      .find((known) => known !== undefined) ??
    listed('network', name, null) ??
    listed('driver', message, null);
  return own ?? (causes > 0 ? classifiedBy(cause, causes - 1) : undefined);
}

/** What may be there; nothing of it needs to be of its type. */
interface Foreign {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly status?: unknown; readonly statusCode?: unknown } | null;
  readonly cause?: unknown;
}

function byCode(code: unknown): Classified | undefined {
  if (typeof code !== 'string' || !/^[A-Z0-9_]{2,40}$/.test(code)) return undefined;
  // A file that is missing says nothing of a network.
  if (code === 'ENOENT') return undefined;
  const isState = /^[0-9A-Z]{5}$/.test(code);
  return listed('network', code) ?? (isState ? listed('sqlstate', code) : undefined);
}

function byStatus(status: unknown): Classified | undefined {
  const isError = typeof status === 'number' && status >= 400 && status < 600;
  return isError ? listed('http', String(status)) : undefined;
}

function listed(
  source: ErrorSource,
  value: unknown,
  code: string | null = String(value),
): Classified | undefined {
  if (typeof value !== 'string' || !isListed(source, value)) return undefined;
  return { class: classOf(source, value), code };
}
