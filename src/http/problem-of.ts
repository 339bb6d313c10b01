import { HTTPException } from 'hono/http-exception';
import { HttpProblem, type FieldProblem, type ProblemName } from './problem.js';

/**
 * Any error as a problem. By name, not by class, as the CLI reads them. What nobody foresaw says nothing of itself: its
 * words may quote data, and are in the server's log.
 */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HTTPException) return ofHono(error);
  if (!(error instanceof Error)) return internal(error);
  const known = names[error.name];
  if (known !== undefined) return new HttpProblem(known, error.message, { cause: error });
  if (error.name === 'InvalidQuestion') {
    return new HttpProblem('invalid', error.message, { errors: fieldsOf(error), cause: error });
  }
  if (error.name === 'ToolFailure' && 'toolError' in error) return ofTool(error);
  if (error.name === 'TemporalUnreachable' || error.name === 'TemporalRefused') {
    return unavailable('Temporal does not answer as it should: try again in a moment.', error);
  }
  if (error.name === 'NoWorker') return unavailable(error.message, error);
  return internal(error);
}

const names: Readonly<Record<string, ProblemName>> = {
  AnotherQuestion: 'another-question',
  RunNotFound: 'not-found',
  ApprovalRefused: 'conflict',
  RatingRefused: 'conflict',
  PromotionRefused: 'conflict',
  TicketRefused: 'conflict',
  WrongFilter: 'invalid',
};

function ofHono(error: HTTPException): HttpProblem {
  if (error.status === 400) {
    return new HttpProblem('malformed-json', 'The body is not JSON.', { cause: error });
  }
  if (error.status === 413) return new HttpProblem('too-large', error.message, { cause: error });
  return internal(error);
}

function ofTool(error: Error): HttpProblem {
  const { class: kind, message } = (error as Error & { toolError: ToolWords }).toolError;
  if (kind === 'transient' || kind === 'timeout') return unavailable(message, error);
  if (kind === 'user_error') return new HttpProblem('invalid', message, { cause: error });
  return internal(error);
}

interface ToolWords {
  readonly class: string;
  readonly message: string;
}

function unavailable(detail: string, cause: unknown): HttpProblem {
  return new HttpProblem('unavailable', detail, { headers: { 'retry-after': '2' }, cause });
}

function internal(cause: unknown): HttpProblem {
  return new HttpProblem('internal', 'This is a defect: see the server’s log.', { cause });
}

/** The options of `ask` that do not fit, as fields of the body. */
function fieldsOf(error: Error): FieldProblem[] {
  const problems = 'problems' in error ? (error.problems as readonly string[]) : [error.message];
  return problems.map((problem) => {
    const [, option, detail] = /^([\w.]+): (.*)$/s.exec(problem) ?? [];
    const field = option === undefined ? 'question' : (renamed[option] ?? option);
    return { pointer: `#/${field.replaceAll('.', '/')}`, detail: detail ?? problem };
  });
}

const renamed: Readonly<Record<string, string>> = { timeout: 'timeoutSeconds' };
