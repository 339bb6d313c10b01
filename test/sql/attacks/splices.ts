import {
  busy,
  harmless,
  ids,
  large,
  leak,
  rolledBack,
  seed,
  siblings,
  slow,
  wal,
} from './reasons.js';

/** A call of what must not be called, with arguments that fit it, so that nothing but a right stands in its way. */
interface Dangerous {
  readonly call: string;
  /** It may run with the tree off: the reason why the tree must not be, or why nothing is left of it. */
  readonly runs?: string;
}

const rows: readonly (readonly [call: string, runs?: string])[] = [
  ['pg_sleep(1)', slow],
  ["set_config('statement_timeout', '0', false)", rolledBack],
  ["current_setting('data_directory', true)", leak],
  ['pg_terminate_backend(1)', siblings],
  ['pg_cancel_backend(1)', siblings],
  ['pg_advisory_lock(1)', busy],
  ['pg_try_advisory_lock(1)', busy],
  ["pg_notify('evil', 'x')", rolledBack],
  ["pg_read_file('/etc/hosts')"],
  ["pg_read_binary_file('/etc/hosts')"],
  ["pg_ls_dir('.')"],
  ["pg_stat_file('/etc/hosts')"],
  ["lo_import('/etc/hosts')"],
  ["lo_export(1, '/tmp/surefoot-evil')"],
  ['lo_create(0)'],
  ["lo_put(1, 0, 'x')"],
  ["lo_from_bytea(0, 'x')"],
  ['lo_get(1)'],
  ["dblink('dbname=postgres', 'delete from orders')"],
  ["dblink_exec('dbname=postgres', 'delete from orders')"],
  ["query_to_xml('select 1', true, true, '')", leak],
  ["table_to_xml('orders', true, true, '')", leak],
  ["schema_to_xml('public', true, true, '')", leak],
  ["database_to_xml(true, true, '')", leak],
  ["cursor_to_xml('c', 1, true, true, '')"],
  ["ts_stat('select to_tsvector(''x'')')", leak],
  ["ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery')", leak],
  ["nextval('numbers')"],
  ["setval('numbers', 99)"],
  ["currval('numbers')"],
  ['lastval()'],
  ["pg_logical_emit_message(false, 'evil', 'x')", wal],
  ['txid_current()', ids],
  ['pg_current_xact_id()', ids],
  ['pg_export_snapshot()', rolledBack],
  ["pg_create_logical_replication_slot('evil', 'test_decoding')"],
  ['pg_switch_wal()'],
  ['pg_reload_conf()'],
  ['pg_stat_reset()'],
  ["has_table_privilege('secret', 'select')", leak],
  ["pg_get_viewdef('pg_roles'::regclass)", leak],
  ["pg_get_functiondef('evil'::regproc)", leak],
  ["to_regclass('secret')", leak],
  ['version()', leak],
  ['inet_server_addr()', leak],
  ['pg_backend_pid()', leak],
  ["repeat('x', 10000000)", large],
  ['array_fill(1, array[1000000])', large],
  ["xpath('/a', '<a/>')", harmless],
  ['gen_random_uuid()', harmless],
  ['setseed(0.5)', seed],
  ['pg_relation_size(16384)', leak],
  ['evil((select o from orders o limit 1))'],
];

/** What must not be called, wherever an expression may stand. */
export const dangerous: readonly Dangerous[] = rows.map(([call, runs]) => ({
  call,
  ...(runs !== undefined && { runs }),
}));

/** A call as it is, and by its schema as a number, which fits in more places. */
export function spellings(call: string): readonly string[] {
  const schema = /^(?:dblink|evil)/.test(call) ? 'public' : 'pg_catalog';
  return [call, `length((${schema}.${call})::text)`];
}

/** Every place of a SELECT where an expression may stand. */
export const positions: readonly ((call: string) => string)[] = [
  (call: string) => `select ${call} as a`,
  (call: string) => `select id from orders where ${call} is not null`,
  (call: string) => `select id from orders order by ${call}`,
  (call: string) => `select count(*) as n from orders group by ${call}`,
  (call: string) => `select count(*) as n from orders having ${call} is null`,
  (call: string) => `select id from orders limit ${call}`,
  (call: string) => `select id from orders offset ${call}`,
  (call: string) => `select id from orders tablesample system (${call})`,
  (call: string) => `select x as a from ${call} as x`,
  (call: string) => `select 1 as a from rows from (${call}, generate_series(1, 2)) as r`,
  (call: string) => `select o.id from orders o join orders c on ${call} is null`,
  (call: string) => `with t as (select ${call} as a) select a from t`,
  (call: string) => `select 1 as a union select ${call}`,
  (call: string) => `select case when ${call} is null then 1 end as a`,
  (call: string) => `select sum(amount) filter (where ${call} is null) as a from orders`,
  (call: string) => `select sum(amount order by ${call}) as a from orders`,
  (call: string) => `select sum(amount) over (partition by ${call}) as a from orders`,
  (call: string) => `select sum(amount) over w as a from orders window w as (order by ${call})`,
  (call: string) => `select array[1, ${call}] as a`,
  (call: string) => `select (array[1])[${call}] as a`,
  (call: string) => `select row(1, ${call}) as a`,
  (call: string) => `select coalesce(null, greatest(1, ${call})) as a`,
  (call: string) => `select id in (1, ${call}) as a from orders`,
  (call: string) => `select id between 1 and ${call} as a from orders`,
  (call: string) => `select exists (select ${call}) as a`,
  (call: string) => `select distinct on (${call}) id from orders`,
  (call: string) => `select v.a from (values (1), (${call})) v(a)`,
  (call: string) => `select ${call}::text collate "C" as a`,
  (call: string) => `select make_interval(days => ${call}) as a`,
  (call: string) => `select l.x from orders o, lateral (select ${call} as x) l`,
  (call: string) => `select id from orders where (id, amount) = (1, ${call})`,
  (call: string) => `select count(*) as n from orders group by grouping sets ((id), (${call}))`,
  (call: string) => `select count(*) as n from orders group by rollup (${call})`,
  (call: string) => `select id from orders where id = any (array[${call}])`,
  (call: string) => `select id from orders where id in (select ${call})`,
  (call: string) => `select id from orders where not (id > ${call} or false)`,
  (call: string) => `select id from orders tablesample bernoulli (1) repeatable (${call})`,
  (call: string) =>
    `select sum(amount) over (order by id rows between ${call} preceding and current row) as a from orders`,
  (call: string) => `select percentile_cont(${call}) within group (order by id) as a from orders`,
  (call: string) =>
    `with recursive t(n) as (select 1 union all select n + 1 from t where n < ${call}) select n from t`,
  (call: string) => `select id from orders except select ${call}`,
  (call: string) => `values (1), (${call})`,
  (call: string) => `select id from orders natural join (select ${call} as id) x`,
  (call: string) => `select (select (select ${call})) as a`,
  (call: string) => `select nullif(1, ${call}) as a`,
  (call: string) => `select case ${call} when 1 then 2 else 3 end as a`,
  (call: string) => `select id from orders where id is distinct from ${call}`,
  (call: string) => `select extract(year from ${call}) as a`,
  (call: string) =>
    `select id from orders fetch first ${call} rows only`
      .replace('first', 'first (')
      .replace(' rows', ') rows'),
];

/** Those where it is computed, too: what EXISTS selects is not. */
export const evaluated = positions.filter((at) => !at('1').startsWith('select exists'));

/** Statements put into each other: what is refused alone must be refused inside, and the other way round. */
export const wraps: readonly ((select: string) => string)[] = [
  (select) => `with w as (${select}) select 1 as a`,
  (select) => `with w as materialized (${select}) select 1 as a from w`,
  (select) => `select 1 as a from (${select}) w`,
  (select) => `select 1 as a from orders, lateral (${select}) w`,
  (select) => `select (${select}) as a`,
  (select) => `select 1 as a where exists (${select})`,
  (select) => `select 1 as a where 1 in (${select})`,
  (select) => `select array(${select}) as a`,
  (select) => `select 1 as a union all (${select})`,
  (select) => `(${select}) union all select 1`,
  (select) => `(${select}) intersect select 1`,
  (select) => `select 1 as a from orders o join (${select}) w on true`,
  (select) => `select 1 as a limit (${select})`,
  (select) => `select 1 as a order by (${select})`,
  (select) => `select sum(amount) filter (where exists (${select})) as a from orders`,
  (select) => `values ((${select}))`,
  (select) => `((${select}))`,
];
