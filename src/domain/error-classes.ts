import type { ErrorClass } from './failure.js';

/** Where an error's code or text comes from. */
export type ErrorSource = 'sqlstate' | 'network' | 'driver' | 'http' | 'claude';

/** What is matched, `|` between several and `*` for any end; the class; why. */
type Row = readonly [matches: string, kind: ErrorClass, because: string];

/**
 * How an error is treated: the one table, with a reason a row. An exact code wins over a prefix; a driver's text matches
 * where the message contains it. `unknown` is what no row has.
 */
export function classOf(source: ErrorSource, value: string): ErrorClass {
  const known = index[source];
  if (source === 'driver') return known.find(([text]) => value.includes(text))?.[1] ?? 'unknown';
  return known.find(([match]) => fits(match, value))?.[1] ?? 'unknown';
}

/** Whether a row of the table speaks of it. */
export function isListed(source: ErrorSource, value: string): boolean {
  return index[source].some(([match]) =>
    source === 'driver' ? value.includes(match) : fits(match, value),
  );
}

const sqlstate: readonly Row[] = [
  [
    '08*',
    'transient',
    'the connection was lost or not made; a query only reads and may be sent again',
  ],
  ['08P01', 'permanent', 'the protocol was broken, such as by a wrong number of parameters'],
  ['25P03', 'transient', 'our transaction idled too long and its connection is gone'],
  [
    '25P04|57014',
    'timeout',
    'its time was up; 57014 is also a cancellation, and who cancelled knows',
  ],
  ['26*', 'transient', 'a prepared statement was lost behind a pooler'],
  ['40*', 'transient', 'the server rolled back: a deadlock, a conflict, a standby that catches up'],
  ['40002', 'permanent', 'a constraint failed at commit'],
  ['53*', 'transient', 'the server is short of memory, disk or connections'],
  ['53400', 'permanent', 'a limit on temporary files: the same SQL meets it again'],
  ['55006|55P03', 'transient', 'somebody else holds a lock'],
  ['55P02|55P04', 'permanent', 'the server is configured so'],
  ['55*', 'unknown', 'an object is not in the state that it should be in'],
  ['57*', 'transient', 'the server restarts, fails over or is starting'],
  ['57P04', 'permanent', 'the database was dropped'],
  ['58*', 'transient', 'the server met an input or output error'],
  ['58P01|58P02|58P03', 'permanent', "the server's own files are wrong"],
  ['54*', 'user_error', 'the statement is too big or too deep: a simpler one fits'],
  ['22007|22008', 'user_error', 'a date that does not exist, or that is none'],
  ['21*|22*', 'permanent', 'a cast, a division, a subquery: the SQL does not fit the data'],
  ['0A*|3F*|42*', 'permanent', 'the SQL is wrong for this schema, or not allowed'],
  ['28*|3D*', 'permanent', 'role, password or database are configured wrong'],
  ['25*', 'permanent', 'the state of the transaction; 25006 is an attempt to write'],
  ['23*|44*', 'permanent', 'a constraint, which no SELECT can meet'],
  ['24*|34*', 'permanent', 'a cursor was used wrongly'],
  ['2F*|38*', 'permanent', 'a routine tried what it may not'],
  ['HV*', 'unknown', 'a foreign server failed, whose reasons are its own'],
  ['P0*', 'unknown', 'raised inside a view or function of the warehouse'],
  ['XX001|XX002', 'permanent', 'data or an index are damaged'],
  ['XX*', 'unknown', 'an internal error of the server'],
  ['F0*', 'permanent', "the server's configuration file is wrong"],
  [
    '03*|09*|0B*|0F*|0L*|0P*|0Z*|10*|20*|27*|2B*|2D*|39*|3B*',
    'permanent',
    'out of reach of a guarded SELECT: a defect',
  ],
];

const network: readonly Row[] = [
  ['ECONNREFUSED', 'transient', 'nothing listens yet, or any more'],
  ['ECONNRESET|EPIPE', 'transient', 'the connection broke'],
  ['ETIMEDOUT|EHOSTUNREACH|ENETUNREACH', 'transient', 'the way is blocked or too slow'],
  ['UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT', 'transient', 'the same, as fetch says it'],
  ['UND_ERR_BODY_TIMEOUT|UND_ERR_SOCKET', 'transient', 'a reply broke off in fetch'],
  [
    'TimeoutError',
    'timeout',
    'the name of what AbortSignal.timeout throws: the caller’s own limit',
  ],
  ['ECONNABORTED', 'timeout', 'the same, as axios says it'],
  [
    'EAI_AGAIN|ENOTFOUND',
    'transient',
    'the name could not be resolved, as when the network restarts',
  ],
  ['ENOENT', 'transient', 'the socket file is missing until the server has started'],
  [
    'DEPTH_ZERO*|CERT*|SELF_SIGNED*|UNABLE_TO*|ERR_TLS*|ERR_SSL*',
    'permanent',
    'the certificate is refused, and will be again',
  ],
];

/** Texts of node-postgres, which has no code for these. */
const driver: readonly Row[] = [
  [
    'timeout exceeded when trying to connect|timeout expired|due to connection timeout',
    'transient',
    'no connection became free, or none could be made in time',
  ],
  [
    'terminated unexpectedly|connection error|Connection terminated|not queryable',
    'transient',
    'the connection is gone',
  ],
  [
    'after calling end on the pool|Client was closed|already been released',
    'permanent',
    'the warehouse was closed by ourselves',
  ],
  ['SASL|SSL connections|password must be', 'permanent', 'the connection is configured wrong'],
];

const http: readonly Row[] = [
  ['400|422', 'permanent', 'the request is invalid and stays so'],
  ['401|402|403', 'permanent', 'the key, the account or its rights: a person has to act'],
  ['404', 'permanent', 'there is no such model or address'],
  ['408|504', 'transient', 'the other side took too long, once'],
  ['409', 'transient', 'another request was in the way'],
  ['413', 'permanent', 'the request is too large'],
  ['429', 'transient', 'the rate limit: after the time that it names'],
  ['500|503|529|5*', 'transient', "the other side is unwell, and that is not the request's doing"],
];

/** Types of errors within a stream, whose status is 200 by then, codes beside a status, and reasons to stop. */
const claude: readonly Row[] = [
  ['invalid_request_error', 'permanent', 'as 400'],
  ['authentication_error', 'permanent', 'as 401'],
  ['billing_error', 'permanent', 'as 402'],
  ['permission_error', 'permanent', 'as 403'],
  ['not_found_error', 'permanent', 'as 404'],
  ['conflict_error', 'transient', 'as 409'],
  ['request_too_large', 'permanent', 'as 413'],
  ['rate_limit_error', 'transient', 'as 429'],
  ['api_error', 'transient', 'as 500'],
  ['timeout_error', 'transient', 'as 504'],
  ['overloaded_error', 'transient', 'as 529'],
  [
    'enforced_spend_limit_reached|contract_spend_limit_reached',
    'permanent',
    'a 429 that lasts until somebody raises the limit, or the month ends',
  ],
  ['refusal', 'permanent', 'the same words are refused again'],
  ['model_context_window_exceeded', 'permanent', 'the same request does not fit again'],
];

/** The whole table, for tests and documents. */
export const errorClasses: Readonly<Record<ErrorSource, readonly Row[]>> = {
  sqlstate,
  network,
  driver,
  http,
  claude,
};

/** One entry a match, exact ones first and then the longest. */
const index = {
  sqlstate: entriesOf(sqlstate),
  network: entriesOf(network),
  driver: entriesOf(driver),
  http: entriesOf(http),
  claude: entriesOf(claude),
} satisfies Record<ErrorSource, readonly (readonly [string, ErrorClass])[]>;

function entriesOf(rows: readonly Row[]): readonly (readonly [string, ErrorClass])[] {
  return rows
    .flatMap(([matches, kind]) => matches.split('|').map((match) => [match, kind] as const))
    .toSorted(
      ([a], [b]) => Number(a.endsWith('*')) - Number(b.endsWith('*')) || b.length - a.length,
    );
}

function fits(match: string, value: string): boolean {
  return match.endsWith('*') ? value.startsWith(match.slice(0, -1)) : value === match;
}
