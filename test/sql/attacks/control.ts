import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { settingsOf } from './attempt.js';
import { controlFile } from './state.js';
import type { World } from './world.js';

/** Where a change must be seen, and SQL that makes one. */
type Change = readonly [field: string, sql: string];

/**
 * Makes a real change of each kind as a superuser and returns the kinds that the comparison misses: one that finds
 * nothing has shown nothing. The world is spoilt then.
 */
export async function changesMissed(world: World): Promise<readonly string[]> {
  const missed: string[] = [];
  const client = new Client({ connectionString: world.adminUrl });
  await client.connect();
  try {
    let before = await lookAt(world);
    for (const [field, sql] of await changesOf(world, client)) {
      await client.query(sql);
      const after = await lookAt(world);
      if (JSON.stringify(before[field]) === JSON.stringify(after[field])) missed.push(field);
      before = after;
    }
  } finally {
    rmSync(controlFile(world.role), { force: true });
    await client.end();
  }
  return missed;
}

async function changesOf({ role }: World, client: Client): Promise<readonly Change[]> {
  const { rows } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_|^information_schema$' order by 1 limit 1",
  );
  const name = rows[0]?.name ?? '';
  return [
    ['rows', `set session_replication_role = replica; delete from ${name}`],
    ['classes', 'create table evil_table (id int)'],
    ['columns', 'alter table evil_table add more int'],
    ['functions', "create function evil_control() returns int language sql as 'select 1'"],
    ['comments', "comment on table evil_table is 'x'"],
    ['files', `copy (select 1) to '${controlFile(role)}'`],
    ['settings', `alter role ${role} set work_mem = '1MB'`],
    ['sessionSettings', `alter role ${role} set cpu_tuple_cost = 2`],
    ['largeObjects', 'select lo_create(0)'],
    ['heard', "notify evil, 'x'"],
    ['locks', 'select pg_advisory_lock(42)'],
    ['locks', 'begin; lock table evil_table in share mode'],
  ];
}

/** With what a session of the agent's would be opened with now. */
async function lookAt(world: World): Promise<Readonly<Record<string, unknown>>> {
  const warehouse = connectWarehouse({ url: world.url, name: 'w', poolSize: 1, catalogTtlMs: 1 });
  try {
    const sessionSettings = await settingsOf(warehouse);
    await warehouse.close();
    return { ...(JSON.parse(await world.state()) as object), sessionSettings };
  } finally {
    await warehouse.close().catch(() => {});
  }
}
