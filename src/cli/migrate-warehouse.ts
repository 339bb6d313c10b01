import type { Grant, GrantOptions } from '../adapters/warehouse/grants.js';
import type { Config } from '../config.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import type { Context } from './context.js';
import { UsageError } from './failures.js';
import { warehousesOf } from './warehouses-of.js';

export interface WarehouseFlags {
  /** True for all that are configured. */
  readonly warehouse?: string | true;
  readonly role?: string;
  readonly run?: string;
}

/** Prints the grants of the agent's role, or runs them; ends with 1 where one that is needed could not be run. */
export async function migrateWarehouse(
  { warehouse, role, run }: WarehouseFlags,
  context: Context,
): Promise<number> {
  const { terminal, outside } = context;
  const config = outside.loadConfig(terminal.env);
  const known = await warehousesOf(config, outside);
  const all = known.length > 0 ? known : [example(config)];
  const wanted = all.filter(({ name }) => warehouse === name || typeof warehouse !== 'string');
  const [first, ...others] = wanted;
  if (first === undefined) {
    const names = all.map(({ name }) => name).join(', ');
    throw new UsageError(`--warehouse: there is no warehouse ${String(warehouse)}, only ${names}.`);
  }
  if (run !== undefined) {
    if (others.length > 0) {
      throw new UsageError(`--run is the URL of one: name it, as in --warehouse ${first.name}.`);
    }
    return await runGrants(run, grantsFor(first, all, { role, admin: adminOf(run) }), context);
  }
  const { grantScript } = await outside.loadGrants();
  for (const each of wanted) {
    if (all.length > 1) terminal.stdout.lines([`-- Warehouse ${each.name}`]);
    terminal.stdout.write(grantScript(grantsFor(each, all, { role })));
  }
  return 0;
}

type Granted = Pick<WarehouseSettings, 'name' | 'poolSize' | 'schemas'> & { readonly url?: string };

/** Where the settings name no warehouse yet. */
function example({
  SUREFOOT_SCHEMAS: schemas,
  SUREFOOT_WAREHOUSE_POOL: poolSize,
}: Config): Granted {
  return { name: 'warehouse', poolSize, ...(schemas.length > 0 && { schemas }) };
}

function grantsFor(
  { url, schemas = ['public'], name }: Granted,
  all: readonly Granted[],
  { role: named, admin }: { readonly role: string | undefined; readonly admin?: Login | undefined },
): GrantOptions {
  const agent = loginOf(url);
  const role = named ?? agent?.role ?? 'surefoot_reader';
  if (role === admin?.role) {
    throw new UsageError('--run is the role itself: use the URL of an owner or superuser.');
  }
  // The limit is the role's on the whole server, whichever warehouses it reads there.
  const pools = all.filter(
    (each) =>
      each.name === name ||
      (hostOf(each.url) === hostOf(url) && role === (named ?? loginOf(each.url)?.role)),
  );
  return {
    role,
    password: role === agent?.role ? agent.password : null,
    database: admin?.database ?? agent?.database ?? 'warehouse',
    schemas,
    connectionLimit: connectionsOf(pools.reduce((sum, { poolSize }) => sum + poolSize, 0)),
  };
}

/** Two workers' pools, and as much again while one is replaced. */
function connectionsOf(pool: number): number {
  return pool * 4;
}

async function runGrants(
  run: string,
  options: GrantOptions,
  { terminal, outside }: Context,
): Promise<number> {
  const { readerGrants } = await outside.loadGrants();
  await outside.runSql(run, 'select 1').catch((error: unknown) => {
    throw new Error(`--run: the server cannot be worked with (${reasonOf(error)}).`);
  });
  let exitCode = 0;
  for (const grant of readerGrants(options)) {
    const problem = await outside.runSql(run, grant.sql).then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    );
    if (problem === undefined) continue;
    if (grant.needsSuperuser !== true) exitCode = 1;
    terminal.stderr.lines([notRun(grant, problem)]);
  }
  if (exitCode === 0) {
    const { role, schemas } = options;
    terminal.stdout.lines([`${role} may read ${schemas.join(', ')} and nothing else.`]);
  }
  return exitCode;
}

interface Login {
  readonly role: string;
  readonly password: string | null;
  readonly database: string;
}

function loginOf(url: string | undefined): Login | undefined {
  if (url === undefined) return undefined;
  const { username, password, pathname } = new URL(url);
  if (username === '') return undefined;
  return {
    role: decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).host;
}

function adminOf(url: string): Login | undefined {
  const isPostgres = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (!isPostgres) throw new UsageError('--run: use a postgres:// URL.');
  return loginOf(url);
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
