import { busy, ids, leak, rolledBack, seed, siblings, slow, wal } from './reasons.js';

/** One attack. Without `needsTree` it is shown to do no harm where the tree is off: by role, transaction and protocol. */
export interface Attack {
  readonly id: string;
  readonly class: string;
  readonly sql: string;
  readonly why: string;
  /** What the other layers leave to the tree: the reason why it must not be off. */
  readonly needsTree?: string;
  /** It runs with the tree off, and this is why nothing is left of it. */
  readonly undone?: string;
}

const undone = { undone: rolledBack };

type Row = readonly [sql: string, why: string, more?: string | { readonly undone: string }];

function attacks(name: string, rows: readonly Row[]): Attack[] {
  return rows.map(([sql, why, more], i) => ({
    id: `${name.replaceAll(' ', '-')}-${i + 1}`,
    class: name,
    sql,
    why,
    ...(typeof more === 'string' ? { needsTree: more } : more),
  }));
}

/** Every class of attack that was tried against single layers, over the tables of `world.ts`. */
export const corpus: readonly Attack[] = [
  ...attacks('second statement', [
    ['commit; drop table orders', 'ends our transaction, then writes'],
    ['commit; delete from orders', 'the same'],
    ['rollback; delete from orders', 'the same'],
    ['set transaction read write; delete from orders; commit', 'lifts read only first'],
    ['select 1 as a; delete from orders', 'hides behind a SELECT'],
    ['select 1 as a; ; select 2 as b', 'even a harmless second one'],
    ['select 1) as x; delete from orders; --', 'closes our parenthesis'],
    ['select 1 as a /* ; */ ; delete from orders', 'hides behind a comment'],
  ]),
  ...attacks('transaction control', [
    ['commit', 'leaves the session outside our transaction'],
    ['rollback and chain', 'the same'],
    ['set transaction read write', 'as the first statement of a transaction it works'],
    ['begin', 'a transaction of its own'],
    ['savepoint s', 'the same'],
    ["prepare transaction 'x'", 'outlives the session'],
  ]),
  ...attacks('settings', [
    ['set default_transaction_read_only = off', 'for the next request'],
    ['set statement_timeout = 0', 'for the next request'],
    ['set session authorization postgres', 'another role'],
    ['set role postgres', 'another role'],
    ['reset all', 'our own settings'],
    ["select set_config('transaction_read_only', 'off', true) as a", 'lifts read only'],
    [
      "select set_config('default_transaction_read_only', 'off', false) as a",
      'for the next',
      undone,
    ],
    ["select set_config('statement_timeout', '0', false) as a", 'for the next request', undone],
    [
      "select set_config('search_path', 'evil', false) as a",
      'other tables by the same names',
      undone,
    ],
    ["select set_config('surefoot.tenant', 'other', true) as a", 'another tenant', leak],
    [
      "with x as materialized (select set_config('role', 'none', true)) select query_to_xml('select * from secret', true, true, '') as a from x",
      'back to the login role and on to its tables',
    ],
    ["select current_setting('data_directory') as a", 'where files are', leak],
    ['alter role current_user set statement_timeout = 0', 'for all later sessions'],
    ['alter system set work_mem = 1', 'for the whole server'],
  ]),
  ...attacks('write', [
    ['delete from orders', 'rows'],
    ['update orders set amount = 0', 'rows'],
    ['insert into orders values (1)', 'rows'],
    ['with d as (delete from orders returning id) select id from d', 'inside a SELECT'],
    ['with d as (update orders set amount = 0 returning id) select id from d', 'the same'],
    ['with d as (insert into orders values (9) returning id) select id from d', 'the same'],
    [
      'with d as (merge into orders o using secret s on true when matched then delete returning o.id) select id from d',
      'the same',
    ],
    ['merge into orders o using secret s on true when matched then delete', 'rows'],
    ['explain analyze delete from orders', 'EXPLAIN that runs'],
    ['select id as a into evil_table from orders', 'a table'],
    ['select id as a into evil_table from orders union select 1', 'in the left arm'],
    ['select 1 as a union (select id into evil_table from orders)', 'in the right arm'],
    ['create table evil_table as select 1 as a', 'a table'],
    ['truncate orders', 'rows'],
    ["comment on table orders is 'x'", 'catalog'],
    ['create extension dblink', 'code'],
    ['drop table orders', 'a table'],
    ['create view evil_view as select 1 as a', 'a view'],
    ['grant all on orders to public', 'rights'],
    ['refresh materialized view evil_view', 'rows'],
    ['create temp table orders as select 1 as id', 'shadows a table'],
    ['create function pg_temp.f() returns int language sql as $$ select 1 $$', 'code'],
    ['do $$ begin delete from orders; end $$', 'code'],
    ['do $$ begin commit; delete from orders; end $$', 'code that commits'],
    ['call evil_procedure()', 'code'],
  ]),
  ...attacks('lock', [
    ['lock table orders in access exclusive mode', 'others wait'],
    ['select id from orders for update', 'others wait'],
    ['select id from orders for key share', 'others wait'],
    ['select id from (select id from orders for share) x', 'in a subquery'],
    ['select pg_advisory_lock(1) as a', 'survives ROLLBACK', busy],
    ['select pg_try_advisory_lock(2) as a', 'survives ROLLBACK', busy],
    ['select pg_advisory_xact_lock(3) as a', 'while it runs', busy],
  ]),
  ...attacks('function of the user', [
    ['select delete_all() as a', 'volatile, deletes'],
    ['select delete_all_definer() as a', 'with its owner’s rights'],
    ['select sets_timeout() as a', 'says it is stable, and calls set_config'],
    ['select o.evil from orders o', 'functional notation: a column that is a function'],
    ['select (o).evil as a from orders o', 'the same'],
    ['select evil(o) as a from orders o', 'the same as a call'],
    ['select public.delete_all() as a', 'by its schema'],
    ['select id operator(public.!!!) 1 as a from orders', 'an operator is a function'],
    ['select id from orders order by id using operator(public.!!!)', 'the same'],
    ['select 1 as a from delete_all() as x', 'in FROM'],
    ['select id from orders where id = sets_timeout()', 'a stable one runs while it is planned'],
  ]),
  ...attacks('sequence', [
    ["select nextval('numbers') as a", 'moves it'],
    ["select setval('numbers', 99) as a", 'moves it'],
    ["select currval('numbers') as a", 'reads it'],
    ['select lastval() as a', 'reads it'],
  ]),
  ...attacks('time', [
    ['select pg_sleep(30) as a', 'waits', slow],
    ['select id from orders limit (select 1 from pg_sleep(30))', 'in LIMIT', slow],
    ['select id from orders tablesample system ((select 1 from pg_sleep(30)))', 'in TABLESAMPLE'],
    ['select id from orders order by pg_sleep(30)', 'in ORDER BY', slow],
    ["select pg_sleep_for('30 s') as a", 'by another name', slow],
    ["select pg_sleep_until('2100-01-01') as a", 'by another name', slow],
  ]),
  ...attacks('memory', [
    ["select repeat('x', 100000000) as a", 'one cell of 100 MB'],
    ["select lpad('x', 100000000) as a", 'the same'],
    ['select array_fill(1, array[20000000]) as a', 'the same'],
    ["select format('%100000000s', 1) as a", 'the same'],
  ]),
  ...attacks('other sessions', [
    ['select pg_terminate_backend(pid) as a from pg_stat_activity', 'ends siblings', siblings],
    ['select pg_cancel_backend(pid) as a from pg_stat_activity', 'cancels siblings', siblings],
    ["select pg_notify('evil', 'x') as a", 'tells others', undone],
    ["notify evil, 'x'", 'tells others'],
    ['listen evil', 'hears others'],
    ['select pg_export_snapshot() as a', 'a file, and a snapshot that is held', undone],
  ]),
  ...attacks('file and program', [
    ["select pg_read_file('/etc/hosts') as a", 'a file'],
    [`select U&"pg\\005fread_file"('/etc/hosts') as a`, 'by another spelling'],
    ["select pg_read_binary_file('/etc/hosts') as a", 'a file'],
    ["select pg_ls_dir('.') as a", 'a folder'],
    ["select pg_stat_file('/etc/hosts') as a", 'a file'],
    ["select lo_import('/etc/hosts') as a", 'a file into the database'],
    ["select lo_export(1, '/tmp/surefoot-evil') as a", 'a file out of it'],
    ['select lo_create(0) as a', 'a large object'],
    ["select lo_from_bytea(0, 'x') as a", 'a large object'],
    ["select lo_put(1, 0, 'x') as a", 'a large object'],
    ["copy orders to '/tmp/surefoot-evil'", 'a file'],
    ["copy orders to program 'touch /tmp/surefoot-evil'", 'a program'],
    ["copy orders from program 'echo 1'", 'a program'],
    ["load 'auto_explain'", 'code'],
  ]),
  ...attacks('SQL in a string', [
    ["select query_to_xml('delete from orders', true, true, '') as a", 'runs it'],
    ["select query_to_xml('select * from secret', true, true, '') as a", 'reads past the catalog'],
    [
      "select query_to_xml('select delete_all_definer()', true, true, '') as a",
      'calls past the list',
    ],
    ["select table_to_xml('orders', true, true, '') as a", 'a table by its name', leak],
    ["select schema_to_xml('public', true, true, '') as a", 'all tables', leak],
    ["select database_to_xml(true, true, '') as a", 'all tables', leak],
    ["select * from ts_stat('select to_tsvector(''x'')')", 'runs it', leak],
    [
      "select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery') as a",
      'runs it',
      leak,
    ],
    [
      "select * from dblink('dbname=postgres', 'delete from orders') as t(a int)",
      'another connection',
    ],
    ["select dblink_exec('dbname=postgres', 'delete from orders') as a", 'another connection'],
    ["select xpath('/a', '<a/>') as a", 'XML', 'it is harmless, but entities are not worth a list'],
  ]),
  ...attacks('server', [
    ["select pg_logical_emit_message(false, 'evil', 'x') as a", 'writes WAL', wal],
    ['select txid_current() as a', 'takes a transaction id', ids],
    ['select pg_current_xact_id() as a', 'takes a transaction id', ids],
    [
      "select pg_create_logical_replication_slot('evil', 'test_decoding') as a",
      'keeps WAL for ever',
    ],
    ['select pg_switch_wal() as a', 'a new WAL file'],
    ['select pg_reload_conf() as a', 'settings'],
    ['select pg_stat_reset() as a', 'statistics'],
    ['checkpoint', 'the whole server'],
    ['vacuum orders', 'the whole table'],
    ['analyze orders', 'statistics'],
    ['reindex table orders', 'the whole table'],
  ]),
  ...attacks('session state', [
    ['prepare evil as select 1', 'survives ROLLBACK'],
    ['declare evil cursor with hold for select 1', 'survives COMMIT'],
    ['deallocate all', 'what we prepared'],
    ['discard all', 'our settings'],
    ['select setseed(0.5) as a', 'the seed of random()', seed],
  ]),
  ...attacks('catalog', [
    ['select rolname as a from pg_roles', 'roles', leak],
    ['select tablename as a from pg_stats', 'values of columns', leak],
    ['select prosrc as a from pg_proc', 'code', leak],
    ['select query as a from pg_stat_activity', 'what others ask', leak],
    ['select query as a from pg_catalog.pg_stat_activity', 'by its schema', leak],
    ['select table_name as a from information_schema.tables', 'tables', leak],
    ["select 'secret'::regclass::text as a", 'whether a name exists', leak],
    ["select cast('delete_all' as regproc)::text as a", 'whether a name exists', leak],
    ["select to_regclass('secret')::text as a", 'whether a name exists', leak],
    ["select pg_get_functiondef('delete_all'::regproc) as a", 'code', leak],
    ["select has_table_privilege('secret', 'select') as a", 'rights', leak],
    ['select pg_relation_size(16384) as a', 'sizes', leak],
    ['select version() as a', 'the server', leak],
    ['select current_user as a', 'the role', leak],
    ['select session_user as a', 'the role', leak],
    ['select current_schema as a', 'the path', leak],
    ['select inet_server_addr() as a', 'the network', leak],
    ['select id from secret', 'a table that was not granted'],
    ['select a.id from postgres.public.orders a', 'another database'],
  ]),
  ...attacks('text', [
    ['select 1 as a \0; drop table orders', 'the parser stops at NUL'],
    [
      "select '\ud800' as a",
      'half a surrogate pair has no UTF-8',
      { undone: 'the driver sends another character in its place' },
    ],
    ['select $1::text as a', 'a parameter that nobody declared'],
  ]),
];
