import { NamespaceNotFoundError } from '@temporalio/common';
import { ServiceError } from '@temporalio/client';
import { TemporalUnreachable } from '../adapters/temporal/connect.js';
import { noNamespaceWords, serviceErrorWords } from '../adapters/temporal/service-error-words.js';

/**
 * Temporal answers, and says no: an unknown namespace or search attribute, or a missing permission. The message says
 * which.
 */
export class TemporalRefused extends Error {
  override readonly name = 'TemporalRefused';
}

/**
 * What Temporal was asked for, with its failures as ours. Those that say something of one workflow are left as they are.
 * @throws TemporalUnreachable, TemporalRefused
 */
export async function throughTemporal<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw temporalFailure(error);
  }
}

function temporalFailure(error: unknown): unknown {
  if (error instanceof NamespaceNotFoundError) {
    return new TemporalRefused(noNamespaceWords(error.message), { cause: error });
  }
  if (!(error instanceof ServiceError)) return error;
  if (isClosed(error)) {
    const message =
      'The connection to Temporal was closed by this process: use it before `close()`, or connect again.';
    return new TemporalUnreachable(message, { cause: error });
  }
  if (isSilence(error)) {
    const message =
      'Temporal does not answer: see that it is up and can be reached, and try again.';
    return new TemporalUnreachable(message, { cause: error });
  }
  return new TemporalRefused(serviceErrorWords(error), { cause: error });
}

/** gRPC has no code for it. */
function isClosed({ cause }: ServiceError): boolean {
  return cause instanceof Error && cause.message === 'Channel has been shut down';
}

/** gRPC's codes for a call that came back too late (4) or never reached the server (14). */
function isSilence({ cause }: ServiceError): boolean {
  return typeof cause === 'object' && 'code' in cause && (cause.code === 4 || cause.code === 14);
}
