import { isTenant, noTenant } from '../domain/question.js';
import { noNamespaceWords, serviceErrorWords } from '../adapters/temporal/service-error-words.js';

/** A command that was used wrongly, in a way that its options alone do not show. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Where none of that name can be, nothing may seem to be done for it. @throws UsageError */
export function checkTenant(tenant = noTenant): void {
  if (!isTenant(tenant)) {
    throw new UsageError('--tenant: use 1 to 64 letters, digits, or . _ -.');
  }
}

export interface DescribedFailure {
  /** 2 for a wrong use or setting, 1 for what is broken or out of reach. */
  readonly exitCode: number;
  readonly message: string;
}

const usage =
  /^(UsageError|ConfigError|InvalidQuestion|AnotherQuestion|RunNotFound|KeyRefused|TicketRefused|ApprovalRefused|RatingRefused|PromotionRefused|WrongFilter|NoSuchBuild)$/;

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
  if (error.name === 'ServiceError') return serviceErrorWords(error);
  // The worker's core says it with all that it was sent.
  const [core] = /^Namespace \S+ was not found/.exec(error.message) ?? [];
  if (core !== undefined) return noNamespaceWords(core);
  if (error.name === 'NamespaceNotFoundError') return noNamespaceWords(error.message);
  return error.message === '' ? `Surefoot failed (${error.name}).` : error.message;
}
