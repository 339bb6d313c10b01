import { escapeIdentifier, escapeLiteral } from 'pg';

export interface GrantOptions {
  readonly role: string;
  /** Null leaves it as it is: a role that is new has none then, and cannot log in by one. */
  readonly password: string | null;
  readonly database: string;
  readonly schemas: readonly string[];
  readonly connectionLimit: number;
}

export interface Grant {
  readonly sql: string;
  /** What it is for, and whom else it touches. */
  readonly why: string;
  /** Only a superuser may do it, and without it the role still cannot write. */
  readonly needsSuperuser?: boolean;
}

/** Makes a login role that may read some schemas and nothing else. Safe to repeat. */
export function readerGrants(options: GrantOptions): readonly Grant[] {
  const { password, connectionLimit } = options;
  const role = escapeIdentifier(options.role);
  const database = escapeIdentifier(options.database);
  const named = escapeLiteral(options.role);
  return [
    {
      why: 'The role, unless it is there.',
      sql: `do $$ begin if not exists (select from pg_roles where rolname = ${named}) then create role ${role}; end if; end $$`,
    },
    {
      why: 'It may log in and nothing else. Memberships are not used without SET ROLE.',
      sql:
        `alter role ${role} login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls ` +
        `connection limit ${connectionLimit}${password === null ? '' : ` password ${escapeLiteral(password)}`}`,
    },
    ...[
      ['default_transaction_read_only', 'on'],
      ['statement_timeout', "'60s'"],
      ['work_mem', "'32MB'"],
    ].map(([name, value]) => ({
      why: 'A default that our sessions set, too.',
      sql: `alter role ${role} set ${name} = ${value}`,
    })),
    {
      why: 'How much disk a sort or hash of one query may take. The role cannot raise it.',
      sql: `alter role ${role} set temp_file_limit = '1GB'`,
      needsSuperuser: true,
    },
    { why: 'To connect.', sql: `grant connect on database ${database} to ${role}` },
    {
      why: 'Temporary tables can stand in for real ones. Touches everybody: grant TEMP to those who need it.',
      sql: `revoke temporary on database ${database} from public, ${role}`,
    },
    {
      why: 'No new schemas.',
      sql: `revoke create on database ${database} from public, ${role}`,
    },
    ...options.schemas.flatMap((schema) => inSchema(escapeIdentifier(schema), role)),
    {
      why: 'Functions made later by the role that runs this.',
      sql: 'alter default privileges revoke execute on functions from public',
    },
    {
      why: 'Large objects are files that anybody may write. Touches everybody.',
      sql: 'revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea) from public',
      needsSuperuser: true,
    },
  ];
}

function inSchema(schema: string, role: string): Grant[] {
  return [
    {
      why: 'To read all that is there.',
      sql: `grant usage on schema ${schema} to ${role}; grant select on all tables in schema ${schema} to ${role}`,
    },
    {
      why: 'And tables made later by the role that runs this.',
      sql: `alter default privileges in schema ${schema} grant select on tables to ${role}`,
    },
    {
      why: 'What an earlier grant may have left.',
      sql:
        `revoke insert, update, delete, truncate, references, trigger on all tables in schema ${schema} from ${role}; ` +
        `revoke all on all sequences in schema ${schema} from ${role}`,
    },
    {
      why: 'Nothing new in the schema. Touches everybody: grant CREATE to those who need it.',
      sql: `revoke create on schema ${schema} from public, ${role}`,
    },
    {
      why: 'A function may run with its owner’s rights. Touches everybody: grant EXECUTE to those who need it.',
      sql: `revoke execute on all routines in schema ${schema} from public, ${role}`,
    },
  ];
}

/** As a script for psql, a reason above each statement. A password is not in it. */
export function grantScript(options: Omit<GrantOptions, 'password'>): string {
  const lines = readerGrants({ ...options, password: null }).flatMap(
    ({ sql, why, needsSuperuser }) => [
      `-- ${why}${needsSuperuser === true ? ' Needs a superuser.' : ''}`,
      `${sql};`,
    ],
  );
  return [
    `-- A role for Surefoot that may read and nothing else. Run it on the database ${options.database}; safe to repeat.`,
    ...lines,
    `-- Then give it a password: \\password ${options.role}`,
    '',
  ].join('\n');
}
