import { ToolFailure } from '../../domain/failure.js';

/**
 * Any error of the driver's as a ToolFailure. What says "the store is unwell" is transient; messages are ours, because
 * the server's may quote data.
 */
export function storeFailure(error: unknown): ToolFailure {
  if (error instanceof ToolFailure) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('Cannot use a pool')) return closed(error);
  if (code === null ? silence.test(message) : unwell.test(code)) return unavailable(code, error);
  if (code !== null && unmigrated.test(code)) return notMigrated(schemaAdvice, error);
  if (code !== null && misconfigured.test(code)) {
    return new ToolFailure(
      {
        error: 'store_misconfigured',
        class: 'permanent',
        message: `The store cannot be used as it is configured (${code}).`,
        suggestion: 'Check role, password, database and TLS in SUREFOOT_STORE_URL.',
        code,
      },
      { cause: error },
    );
  }
  return new ToolFailure(
    {
      error: 'store_error',
      class: 'unknown',
      message: `The store failed in a way that is not its usual one${code === null ? '' : ` (${code})`}.`,
      code,
    },
    { cause: error },
  );
}

/** The schema is missing, or another build's. An operator has to act, so it is not retried. */
export function notMigrated(message: string, cause?: unknown): ToolFailure {
  return new ToolFailure(
    { error: 'store_not_migrated', class: 'permanent', message, suggestion: 'surefoot migrate' },
    { cause },
  );
}

/** An event, an answer or a digest for a run that the store does not know. */
export function runNotBegun(): ToolFailure {
  return new ToolFailure({
    error: 'run_not_begun',
    class: 'transient',
    message: 'The store does not know this run yet.',
  });
}

const schemaAdvice =
  "The store's schema is not the one that this version of Surefoot needs: run `surefoot migrate`.";

function unavailable(code: string | null, cause: unknown): ToolFailure {
  const reason = (code !== null && reasons[code]) || code || 'the connection was lost';
  return new ToolFailure(
    {
      error: 'store_unavailable',
      class: 'transient',
      message: `The store is unavailable: ${reason}.`,
      suggestion: 'Try again shortly; `surefoot doctor` shows whether it is back.',
      code,
    },
    { cause },
  );
}

/** Whether it says that the store was closed by this process, so that waiting for it helps nobody. */
export function isStoreClosed(error: unknown): boolean {
  return error instanceof ToolFailure && error.toolError.code === closedCode;
}

const closedCode = 'closed';

/** Transient all the same: what a worker did not get done before it closed its store, another one does. */
function closed(cause: unknown): ToolFailure {
  return new ToolFailure(
    {
      error: 'store_unavailable',
      class: 'transient',
      message: 'The store was closed by this process: use it before `close()`, or connect again.',
      code: closedCode,
    },
    { cause },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  ENOTFOUND: 'its host is unknown',
  '53300': 'it has no connection left',
  '57014': 'a statement took longer than it may',
  '57P01': 'it is shutting down',
  '57P03': 'it is starting up or shutting down',
  '25006': 'it is read-only, as after a failover',
};

/**
 * Network codes; connection, resource, lock, operator and system errors; a standby (25006), a statement lost behind a
 * pooler (26000).
 */
const unwell =
  /^(ECONN[A-Z]+|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|EAI_AGAIN|ENOTFOUND|ENOENT|08(?!P01)...|53...|55P03|55006|57014|57P0[1235]|58...|40...|25006|25P0[34]|26000)$/;
/** node-postgres has no code for these. */
const silence =
  /^(Connection (terminated|ended)|timeout (expired|exceeded)|Query read timeout|Client (has encountered|was closed))/;
/** A missing schema, table, column or function, or a result whose shape changed beneath a prepared statement. */
const unmigrated = /^(3F000|42P01|42703|42883|0A000)$/;
const misconfigured = /^(28...|3D000|42501|(DEPTH|CERT|SELF|UNABLE)_[A-Z_]+)$/;

/** `localhost` may fail twice, once per address family: then the codes are one level down. */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
