import type { Grant } from '../adapters/warehouse/grants.js';
import type { Context } from './context.js';
import { UsageError } from './failures.js';

export interface WarehouseFlags {
  readonly role?: string;
  readonly run?: string;
}

/** Prints the grants of the agent's role, or runs them; ends with 1 where one that is needed could not be run. */
export async function migrateWarehouse(
  { role: named, run }: WarehouseFlags,
  { terminal, outside }: Context,
): Promise<number> {
  const { stdout, env } = terminal;
  const config = outside.loadConfig(env);
  const agent = partsOf(config.SUREFOOT_WAREHOUSE_URL);
  const admin = run === undefined ? undefined : adminOf(run);
  const role = named ?? agent?.role ?? 'surefoot_reader';
  if (role === admin?.role) {
    throw new UsageError('--run is the role itself: use the URL of an owner or superuser.');
  }
  const options = {
    role,
    database: admin?.database ?? agent?.database ?? 'warehouse',
    schemas: config.SUREFOOT_SCHEMAS.length > 0 ? config.SUREFOOT_SCHEMAS : ['public'],
    connectionLimit: connectionsOf(config.SUREFOOT_WAREHOUSE_POOL),
  };
  const { grantScript, readerGrants } = await outside.loadGrants();
  if (run === undefined) {
    stdout.write(grantScript(options));
    return 0;
  }
  await outside.runSql(run, 'select 1').catch((error: unknown) => {
    throw new Error(`--run: the server cannot be worked with (${reasonOf(error)}).`);
  });
  const password = role === agent?.role ? agent.password : null;
  let exitCode = 0;
  for (const grant of readerGrants({ ...options, password })) {
    const problem = await outside.runSql(run, grant.sql).then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    );
    if (problem === undefined) continue;
    if (grant.needsSuperuser !== true) exitCode = 1;
    terminal.stderr.lines([notRun(grant, problem)]);
  }
  if (exitCode === 0)
    stdout.lines([`${role} may read ${options.schemas.join(', ')} and nothing else.`]);
  return exitCode;
}

/** Two workers' pools, and as much again while one is replaced. */
function connectionsOf(pool: number): number {
  return pool * 4;
}

function partsOf(url: string | undefined) {
  if (url === undefined) return undefined;
  const { username, password, pathname } = new URL(url);
  if (username === '') return undefined;
  return {
    role: decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

function adminOf(url: string) {
  const isPostgres = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (!isPostgres) throw new UsageError('--run: use a postgres:// URL.');
  return partsOf(url);
}

/** By code where the server has spoken: its message may quote the statement, which may have a password. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '42501') return 'it is not allowed to';
  return code === '' ? 'the connection was lost' : `code ${code}`;
}

function notRun({ sql, why, needsSuperuser }: Grant, problem: string): string {
  const shown = sql.replace(/ password '.*$/, ' password …');
  const needs =
    needsSuperuser === true ? ' This one needs a superuser, and is not needed to read safely.' : '';
  return `Not run (${problem}): ${shown}\n  ${why}${needs}`;
}
