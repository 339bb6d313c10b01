/** What must not be called, wherever an expression may stand. */
export const dangerous: readonly string[] =
  `pg_sleep set_config current_setting pg_terminate_backend pg_cancel_backend pg_advisory_lock
  pg_try_advisory_lock pg_notify pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file lo_import lo_export lo_create
  lo_put lo_from_bytea lo_get dblink dblink_exec query_to_xml table_to_xml schema_to_xml database_to_xml cursor_to_xml
  ts_stat ts_rewrite nextval setval currval lastval pg_logical_emit_message txid_current pg_current_xact_id
  pg_export_snapshot pg_create_logical_replication_slot pg_switch_wal pg_reload_conf pg_stat_reset has_table_privilege
  pg_get_viewdef pg_get_functiondef to_regclass version inet_server_addr pg_backend_pid repeat array_fill
  xpath gen_random_uuid setseed pg_relation_size evil`.split(/\s+/);

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
  (call: string) => `select o.id from orders o join customers c on ${call} is null`,
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
  (call: string) => `select id from orders o, lateral (select ${call} as x) l`,
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
