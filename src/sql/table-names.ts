import type { Catalog, Table } from '../ports.js';

/** How a table is called in the digest, in plans and in SQL: with its schema unless that is `public`. */
export function tableName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

/** The table that a name in SQL means. Unqualified names mean `public`: our sessions have no other search path. */
export function findTable(
  catalog: Catalog,
  schema: string | undefined,
  name: string,
): Table | undefined {
  const wanted = schema ?? 'public';
  return catalog.tables.find((table) => table.name === name && table.schema === wanted);
}

/** As it must be written in SQL: with quotes where Postgres would fold or misread it. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
