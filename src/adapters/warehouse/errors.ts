import { DatabaseError } from 'pg';
import { ToolFailure, type ErrorClass, type ToolError } from '../../domain/failure.js';
import { classOf, isListed } from '../../domain/error-classes.js';
import type { Catalog } from '../../ports.js';
import { tablesOf } from '../../sql/facts.js';
import { nearest } from '../../sql/suggest.js';
import { quoted, tableName } from '../../sql/table-names.js';
import { allowedFunctions } from '../../sql/allowed-names.js';
import { unreadableValue } from './unreadable-value.js';

/** What is known about the statement that failed; `sql: null` where none had been sent. */
export interface Failed {
  readonly sql: string | null;
  readonly timeoutMs: number;
  readonly catalog: Catalog | undefined;
}

/**
 * What Postgres, the driver or the network threw, in our words. The server's own message is never passed on, for it may
 * quote data, and causes go into Temporal's history: the sentence is made from the code, the place and the identifier that
 * stands there in the SQL.
 */
export async function toolFailureOf(error: unknown, failed: Failed): Promise<ToolFailure> {
  if (error instanceof ToolFailure) return error;
  if (error instanceof DatabaseError && error.code !== undefined) {
    const { code, position } = error;
    const cause = Object.assign(new Error(`SQLSTATE ${code}${place(position)}`), { position });
    return new ToolFailure(await databaseError(error, code, failed), { cause });
  }
  return new ToolFailure({ ...driverError(error), query: failed.sql }, { cause: error });
}

type Words = Pick<ToolError, 'error' | 'class' | 'message'> & Partial<ToolError>;

async function databaseError(error: DatabaseError, code: string, failed: Failed): Promise<Words> {
  const kind = classOf('sqlstate', code);
  const common = { class: kind, code, query: failed.sql };
  if (kind === 'timeout') {
    const message = `The query did not finish within ${seconds(failed.timeoutMs)}.`;
    return { ...common, error: 'tool_timeout', timeout_ms: failed.timeoutMs, message };
  }
  if (code === '22P02') {
    const { message, suggestion } = unreadableValue(error);
    const said = `${message}${place(error.position)} (SQLSTATE ${code}).`;
    return { ...common, error: 'invalid_value', message: said, suggestion };
  }
  const name = identifierAt(failed.sql, error.position);
  const [what = 'statement_failed', sentence = byClass[kind]] = sentences[code] ?? [];
  const alternatives = await alternativesTo(name, code, failed);
  return {
    ...common,
    error: what,
    message: `${sentence.replace('{name}', name)}${place(error.position)} (SQLSTATE ${code}).`,
    suggestion: alternatives.length > 0 ? `Use ${alternatives.join(' or ')}.` : '',
    alternatives,
  };
}

/** Only what the planner may repair gets names to choose from; columns are those of the statement's own tables. */
async function alternativesTo(name: string, code: string, failed: Failed): Promise<string[]> {
  const bare = name.split('.').at(-1) ?? '';
  const tables = failed.catalog?.tables ?? [];
  if (code === '42P01') return nearest(name, tables.map(tableName));
  if (code === '42703') {
    const used = new Set(await tablesOf(failed.sql ?? ''));
    const columns = tables.flatMap((table) => (used.has(tableName(table)) ? table.columns : []));
    const names = columns.map((column) => column.name);
    return nearest(bare, names).map(quoted);
  }
  return code === '42883' ? nearest(bare, allowedFunctions) : [];
}

/** The name in the SQL that the server points at. */
function identifierAt(sql: string | null, position: string | undefined): string {
  if (sql === null || position === undefined) return '';
  // Positions count characters, which a surrogate pair is one of.
  const rest = Array.from(sql)
    .slice(Number(position) - 1)
    .join('');
  const [match = ''] = /^(?:"[^"]*"|[\w$.])+/u.exec(rest) ?? [];
  return match.replaceAll('"', '');
}

function place(position: string | undefined): string {
  return position === undefined ? '' : `, at character ${position} of the SQL`;
}

function seconds(ms: number): string {
  return ms >= 1_000 ? `${Number((ms / 1_000).toFixed(1))} s` : `${ms} ms`;
}

function driverError(error: unknown): Words {
  const code = networkCode(error);
  if (code !== undefined && isListed('network', code)) {
    const kind = classOf('network', code);
    return { ...(kind === 'transient' ? unreachable : untrusted), class: kind, code };
  }
  const text = error instanceof Error ? error.message : String(error);
  const [, words] = driverTexts.find(([pattern]) => pattern.test(text)) ?? [];
  const said = words ?? { error: 'warehouse_error', message: byClass.unknown };
  return { ...said, class: classOf('driver', text) };
}

/** `localhost` tries two addresses and reports both: the first code found speaks for them. */
function networkCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(networkCode).find(Boolean);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

type Said = Pick<ToolError, 'error' | 'message'>;

const unreachable: Said = {
  error: 'warehouse_unreachable',
  message: 'The warehouse cannot be reached.',
};
const untrusted: Said = {
  error: 'warehouse_settings',
  message: 'The TLS certificate of the warehouse is refused.',
};

/** What is said of the driver's texts; their classes are in the table of the domain. */
const driverTexts: readonly (readonly [RegExp, Said])[] = [
  [
    /timeout exceeded when trying to connect|timeout expired|due to connection timeout/,
    { error: 'no_connection', message: 'No connection to the warehouse became free in time.' },
  ],
  [
    /terminated unexpectedly|connection error|Connection terminated|not queryable/,
    { error: 'connection_lost', message: 'The connection to the warehouse was lost.' },
  ],
  [
    /after calling end on the pool|Client was closed|already been released/,
    { error: 'warehouse_closed', message: 'The warehouse is closed.' },
  ],
  [
    /^SASL|SSL connections|password must be/,
    {
      error: 'warehouse_settings',
      message: 'The warehouse refuses the connection: check SUREFOOT_WAREHOUSE_URL.',
    },
  ],
];

const byClass: Readonly<Record<ErrorClass, string>> = {
  transient: 'The warehouse could not serve the query just now',
  timeout: 'The query took too long',
  permanent: 'The warehouse refused the query',
  user_error: 'The query asks for what cannot be computed',
  unknown: 'The warehouse failed in a way that is not known',
};

/** Name and sentence of the errors that planners meet; {name} is what stands at the place in the SQL. */
const sentences: Readonly<Record<string, readonly [error: string, sentence: string]>> = {
  '42601': ['syntax_error', 'Postgres cannot parse the SQL near "{name}"'],
  '42P01': ['unknown_table', 'The table "{name}" does not exist'],
  '42703': ['unknown_column', 'The column "{name}" does not exist'],
  '42883': ['unknown_function', 'No function or operator "{name}" takes these types'],
  '42702': ['ambiguous_column', 'The column "{name}" exists in several tables: name its table'],
  '42803': ['not_grouped', 'The column "{name}" must be in GROUP BY or inside an aggregate'],
  '42804': ['type_mismatch', 'The types do not fit at "{name}"'],
  '42P18': ['unknown_type', 'The type of a parameter is not clear: cast it, as in $1::text'],
  '42P20': ['window_error', 'A window function stands where none may be, at "{name}"'],
  '42712': ['duplicate_alias', 'The alias "{name}" is used twice'],
  '42846': ['cannot_cast', 'There is no such cast at "{name}"'],
  '42501': ['permission_denied', "The agent's role may not read this"],
  '22007': ['invalid_date', 'A text is not a date or time in the format asked for'],
  '22008': ['impossible_date', 'A date or time does not exist or is out of range'],
  '22003': ['out_of_range', 'A number is out of range for its type'],
  '22012': ['division_by_zero', 'A division by zero: use nullif(divisor, 0)'],
  '21000': ['too_many_rows', 'A subquery used as a value returns more than one row'],
  '25006': ['write_refused', 'The query tried to write, and every transaction is read only'],
  '28P01': ['warehouse_settings', "The warehouse refuses the role's password"],
  '28000': ['warehouse_settings', 'The warehouse refuses the role'],
  '3D000': ['warehouse_settings', 'The database of the warehouse URL does not exist'],
  '53300': ['too_many_connections', 'The warehouse has no connection left'],
  '53400': ['too_much_space', 'The query needs more temporary space than it may use'],
  '55P03': ['locked', 'A table is locked by somebody else'],
  '40001': ['serialization_failure', 'The query ran into a concurrent change'],
  '40P01': ['deadlock', 'The query ran into a deadlock'],
  '57P01': ['connection_lost', 'The warehouse closed the connection'],
  '57P03': ['warehouse_starting', 'The warehouse is starting'],
  '25P03': ['connection_lost', 'The warehouse closed an idle transaction'],
};
