/** A command that was used wrongly, in a way that its options alone do not show. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface DescribedFailure {
  /** 2 for a wrong use or setting, 1 for what is broken or out of reach. */
  readonly exitCode: number;
  readonly message: string;
}

const usage =
  /^(UsageError|ConfigError|InvalidQuestion|AnotherQuestion|RunNotFound|TicketRefused|ApprovalRefused|RatingRefused|WrongFilter)$/;

/**
 * Any error in one clear sentence. By name, not by class: the classes belong to parts that a command may not have
 * loaded. Some of these errors list several problems, a line each.
 */
export function describeFailure(error: unknown): DescribedFailure {
  if (!(error instanceof Error))
    return { exitCode: 1, message: `Surefoot failed: ${String(error)}` };
  if (usage.test(error.name)) return { exitCode: 2, message: error.message };
  return { exitCode: 1, message: brokenWords(error) };
}

function brokenWords(error: Error): string {
  if (error.name === 'ToolFailure' && 'toolError' in error) {
    const { message, suggestion } = error.toolError as { message: string; suggestion: string };
    return suggestion === '' || message.includes(suggestion) ? message : `${message} ${suggestion}`;
  }
  if (error.name === 'ServiceError') return temporalWords(error);
  // The worker's core says it with all that it was sent.
  const [core] = /^Namespace \S+ was not found/.exec(error.message) ?? [];
  if (core !== undefined) return noNamespace(core);
  if (error.name === 'NamespaceNotFoundError') return noNamespace(error.message);
  return error.message === '' ? `Surefoot failed (${error.name}).` : error.message;
}

/** The SDK says what it tried to do; the server's reason lies beneath. */
function temporalWords({ message, cause }: Error): string {
  const details =
    typeof cause === 'object' && cause !== null && 'details' in cause ? String(cause.details) : '';
  if (/search attribute/i.test(details)) {
    return (
      'Temporal does not know the search attributes SurefootStatus and SurefootTenant: create them ' +
      '(`temporal operator search-attribute create --name SurefootStatus --type Keyword --name SurefootTenant ' +
      '--type Keyword`), or set SUREFOOT_SEARCH_ATTRIBUTES=off.'
    );
  }
  if (/namespace .*not found/i.test(details)) {
    return noNamespace(details);
  }
  return details === '' ? message : `${message}: ${details}`;
}

function noNamespace(details: string): string {
  return `Temporal has no such namespace (${details}): create it, or set TEMPORAL_NAMESPACE.`;
}
