import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import {
  bundledWorkflows,
  temporalCli,
  throwawayPostgres,
  throwawayTemporal,
  timeSkippingBinary,
} from './throwaway.js';

/** A real Postgres: the one that test/run.ts started for all files, or this process's own. */
export interface TestPostgres {
  /** As the superuser, on the database `postgres`. */
  readonly adminUrl: string;
  /** A database of the test file's own; empty, unless made from a template. */
  createDatabase(name?: string, options?: { readonly template?: string }): Promise<TestDatabase>;
  /** A database for many files to copy (0.1 s each): loaded by whoever asks first, waited for by the others. */
  ensureTemplate(name: string, load: (url: string) => Promise<void>): Promise<string>;
}

export interface TestDatabase {
  readonly name: string;
  /** As the superuser. */
  readonly url: string;
  /** Ends the sessions on it, too. Call it in `after`. */
  drop(): Promise<void>;
}

export async function postgresForTests(): Promise<TestPostgres> {
  const adminUrl = process.env['SUREFOOT_TEST_POSTGRES'] ?? (await ownPostgres());
  const urlOf = (name: string): string => Object.assign(new URL(adminUrl), { pathname: name }).href;
  return {
    adminUrl,
    async createDatabase(name = uniqueName(), { template = 'template0' } = {}) {
      await runSql(adminUrl, `create database "${name}" template "${template}"`);
      const drop = `drop database if exists "${name}" with (force)`;
      return { name, url: urlOf(name), drop: () => runSql(adminUrl, drop) };
    },
    async ensureTemplate(name, load) {
      await withClient(adminUrl, async (client) => {
        await client.query('select pg_advisory_lock(hashtext($1))', [name]);
        const marked = `select 1 from pg_database where datname = $1 and datistemplate`;
        if ((await client.query(marked, [name])).rowCount === 1) return;
        await client.query(`drop database if exists "${name}" with (force)`);
        await client.query(`create database "${name}" template template0`);
        await load(urlOf(name));
        await client.query(`alter database "${name}" is_template true`);
      });
      return name;
    },
  };
}

/** Temporal's dev server, in memory, with our search attributes; its clock is the real one. */
export async function temporalForTests(): Promise<{ readonly address: string }> {
  return { address: process.env['SUREFOOT_TEST_TEMPORAL'] ?? (await ownTemporal()) };
}

/** The path of the Temporal CLI, for a test that needs a server of its own. */
export async function temporalCliForTests(): Promise<string> {
  return process.env['SUREFOOT_TEST_TEMPORAL_CLI'] ?? (await temporalCli());
}

/** The path of the server whose clock jumps, for `server: { executable: { type: 'existing-path', path } }`. */
export async function timeSkippingServer(): Promise<string> {
  return process.env['SUREFOOT_TEST_TIME_SKIPPING'] ?? (await timeSkippingBinary());
}

/** All workflows of src for `Worker.create({ workflowBundle })`, bundled once for all files. */
export async function workflowBundle(): Promise<
  { readonly codePath: string } | { readonly code: string }
> {
  const codePath = process.env['SUREFOOT_TEST_WORKFLOW_BUNDLE'];
  return codePath === undefined ? { code: await ownBundle() } : { codePath };
}

/** A file beside the repository that is not part of it; undefined where it is absent. */
export function sharedData(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../shared/data/${path}`, import.meta.url));
  return existsSync(file) ? file : undefined;
}

/** For a test that needs such a file: `test('…', { skip: unlessShared('chinook/chinook.sql') }, …)`. */
export function unlessShared(path: string): string | false {
  return sharedData(path) === undefined && `../shared/data/${path} is not here`;
}

/** One statement, or several without parameters, on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<void> {
  await withClient(url, (client) => client.query(sql));
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

let databases = 0;
const uniqueName = (): string => `test_${process.pid}_${(databases += 1)}`;

const ownPostgres = once(throwawayPostgres);
const ownTemporal = once(() => throwawayTemporal(temporalCliForTests));
const ownBundle = once(bundledWorkflows);

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
