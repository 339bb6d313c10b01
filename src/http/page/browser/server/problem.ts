/** A request that came to nothing, with one sentence for the reader that says what to do. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  /** Of HTTP; 0 where no answer came. */
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Whether the same request may work a little later, without anybody doing anything. */
export function mayPass({ status }: RequestFailed): boolean {
  return [0, 429, 502, 503, 504].includes(status);
}

export const serverAway =
  'The server does not answer. Try again in a moment; if that lasts, see whether `surefoot serve` runs.';

/** One sentence of a problem+json, or of whatever else came instead. */
export function problemWords(status: number, body: string): string {
  const { detail, title, errors } = problemOf(body);
  const said = textOf(detail) || textOf(title);
  const listed = Array.isArray(errors)
    ? errors.map(fieldWords).filter((words) => words !== '')
    : [];
  if (said !== '' || listed.length > 0) return [said, ...listed].filter(Boolean).join(' ');
  return (
    byStatus[status] ?? (status >= 500 ? serverBroken : `The server refused this (${status}).`)
  );
}

const serverBroken =
  'The server could not do this. Try again; if it goes on, the server’s log says why.';

const byStatus: Readonly<Record<number, string>> = {
  401: 'The server asks for an API key. Enter one that `surefoot keys` gave out.',
  403: 'This API key may not do this. Ask for one that may.',
  404: 'There is no such thing here, or not for this API key.',
  413: 'This is too long. Shorten it and try again.',
  429: 'Too many questions at once. Wait until one has its answer, then try again.',
  502: serverAway,
  503: serverAway,
  504: serverAway,
};

function problemOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** `question: must not be empty`. */
function fieldWords(error: unknown): string {
  const { pointer, parameter, detail } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Readonly<Record<string, unknown>>;
  const place = textOf(pointer) || textOf(parameter);
  const field = place.replace(/^#?\//, '').replaceAll('/', '.');
  const words = textOf(detail);
  return field === '' || words === '' ? words : `${field}: ${words}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
