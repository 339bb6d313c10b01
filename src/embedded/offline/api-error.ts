/** An answer of the Messages API that is an error: becomes its envelope, with the status's own `type`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Comes as an event once the stream has begun, whose status is 200. */
  readonly inStream: boolean;

  constructor(
    status: number,
    message: string,
    { type = errorTypeOf(status), headers = {}, inStream = false }: ApiErrorMore = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
    this.inStream = inStream;
  }
}

interface ApiErrorMore {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly inStream?: boolean;
}

const errorTypes = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout_error'],
  [409, 'conflict_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

/** What the API calls a failure with that status. */
function errorTypeOf(status: number): string {
  return errorTypes.get(status) ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}
