import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import { ToolFailure } from '../../domain/failure.js';

/**
 * Which role lacks which right, and who can help, where that is why a migration failed; undefined for any other error.
 * Asked outside a transaction.
 */
export async function missingRight(
  client: Client,
  error: unknown,
): Promise<ToolFailure | undefined> {
  const thrown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (!(thrown instanceof DatabaseError) || thrown.code !== '42501') return undefined;
  const { rows } = await client.query<Rights>(rights);
  const [found] = rows;
  if (found === undefined || found.role === found.owner) return undefined;
  return new ToolFailure(
    {
      error: 'store_misconfigured',
      class: 'permanent',
      code: '42501',
      ...(found.owner === null ? mayNotCreate(found) : mayNotChange(found, found.owner)),
    },
    { cause: error },
  );
}

interface Rights {
  readonly role: string;
  readonly database: string;
  /** Of the schema `surefoot`; null where there is none. */
  readonly owner: string | null;
}

const rights = `
  select current_user as role, current_database() as database,
    (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'surefoot') as owner`;

function mayNotCreate({ role, database }: Rights) {
  const suggestion = `grant create on database ${escapeIdentifier(database)} to ${escapeIdentifier(role)}`;
  return {
    message: `The role ${role} of SUREFOOT_STORE_URL may not create the schema surefoot in the database ${database}: run \`${suggestion}\` as the database’s owner, then migrate again.`,
    suggestion,
  };
}

function mayNotChange({ role, database }: Rights, owner: string) {
  const suggestion = `migrate as ${owner}`;
  return {
    message: `The role ${role} of SUREFOOT_STORE_URL may not change the schema surefoot of the database ${database}: ${suggestion}, whose it is.`,
    suggestion,
  };
}
