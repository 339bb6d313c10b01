import { Client } from 'pg';
import type { Column } from './bundle.js';

/** The columns of every view of a migrated store, with what is said of them. */
export async function readColumns(url: string): Promise<ReadonlyMap<string, readonly Column[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Column & { readonly view: string }>(`
      select c.relname as view, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
             coalesce(col_description(c.oid, a.attnum), '') as about
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'surefoot'::regnamespace and c.relkind = 'v' and a.attnum > 0
      order by c.relname, a.attnum`);
    const views = new Map<string, Column[]>();
    for (const { view, ...column } of rows) {
      views.set(view, [...(views.get(view) ?? []), column]);
    }
    return views;
  } finally {
    await client.end();
  }
}
