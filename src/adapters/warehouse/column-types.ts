import type { Client } from 'pg';

/** Names of types by their id, as `format_type` writes them. Ids of built-in types never change; others are asked once. */
export class ColumnTypes {
  readonly #names = new Map<number, string>(builtIn);

  async namesOf(oids: readonly number[], client: Pick<Client, 'query'>): Promise<string[]> {
    const unknown = [...new Set(oids.filter((oid) => !this.#names.has(oid)))];
    if (unknown.length > 0) {
      const { rows } = await client.query<{ oid: number; name: string }>(
        'select oid::int as oid, format_type(oid, null) as name from pg_type where oid = any($1)',
        [unknown],
      );
      for (const { oid, name } of rows) this.#names.set(oid, name);
    }
    return oids.map((oid) => this.#names.get(oid) ?? 'unknown');
  }
}

const builtIn: readonly (readonly [number, string])[] = [
  [16, 'boolean'],
  [17, 'bytea'],
  [18, '"char"'],
  [19, 'name'],
  [20, 'bigint'],
  [21, 'smallint'],
  [23, 'integer'],
  [25, 'text'],
  [26, 'oid'],
  [114, 'json'],
  [700, 'real'],
  [701, 'double precision'],
  [705, 'unknown'],
  [790, 'money'],
  [1005, 'smallint[]'],
  [1007, 'integer[]'],
  [1009, 'text[]'],
  [1015, 'character varying[]'],
  [1016, 'bigint[]'],
  [1042, 'character'],
  [1043, 'character varying'],
  [1082, 'date'],
  [1083, 'time without time zone'],
  [1114, 'timestamp without time zone'],
  [1182, 'date[]'],
  [1184, 'timestamp with time zone'],
  [1186, 'interval'],
  [1231, 'numeric[]'],
  [1266, 'time with time zone'],
  [1700, 'numeric'],
  [2249, 'record'],
  [2950, 'uuid'],
  [3802, 'jsonb'],
];
