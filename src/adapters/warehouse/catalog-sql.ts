/**
 * What the catalog is read with: three statements, however many tables there are. Only what the role may SELECT; no
 * system schemas, no partitions (their parent stands for them), nothing that an extension brought.
 */
const visible = `
  select c.oid, n.nspname as schema, c.relname as name, c.relkind, c.reltuples, c.relrowsecurity,
         coalesce(obj_description(c.oid, 'pg_class'), '') as comment
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and not c.relispartition
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and ($1::text[] is null or n.nspname = any($1))
    and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
    and not exists (select from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

export interface ColumnRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized_view' | 'partitioned_table' | 'foreign_table';
  readonly rows: number | null;
  readonly bytes: number;
  readonly row_security: boolean;
  /** Changes with the policies on the table; null where it has none. */
  readonly policies: string | null;
  readonly comment: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly column_comment: string;
  /** S is text, D is date or time, E is an enum. */
  readonly category: string;
  readonly labels: readonly string[] | null;
  /** Whether an index finds its least and greatest value at once. */
  readonly indexed: boolean;
}

export const columnsSql = `
  with visible as (${visible})
  select v.oid::int8::float8 as oid, v.schema, v.name, v.comment,
         case v.relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized_view'
                        when 'p' then 'partitioned_table' else 'foreign_table' end as kind,
         case when v.relkind in ('r', 'm', 'p') and v.reltuples >= 0 then v.reltuples::float8 end as rows,
         case when v.relkind in ('r', 'm') then pg_relation_size(v.oid)::float8
              when v.relkind = 'p' then (select sum(pg_relation_size(relid))::float8 from pg_partition_tree(v.oid))
              else 0 end as bytes,
         v.relrowsecurity as row_security,
         case when v.relrowsecurity then
           (select md5(string_agg(concat_ws(' ', polname, polcmd, polpermissive, polroles::oid[]::text,
                                            pg_get_expr(polqual, polrelid)), ',' order by polname))
            from pg_policy where polrelid = v.oid) end as policies,
         a.attname as "column", format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
         coalesce(col_description(v.oid, a.attnum), '') as column_comment,
         case when b.typtype = 'e' then 'E' else b.typcategory::text end as category,
         case when b.typtype = 'e' then array(select enumlabel::text from pg_enum e
              where e.enumtypid = b.oid order by enumsortorder) end as labels,
         exists (select from pg_index i join pg_class ic on ic.oid = i.indexrelid
                 join pg_am m on m.oid = ic.relam
                 where i.indrelid = v.oid and i.indkey[0] = a.attnum and i.indisvalid
                   and i.indpred is null and m.amname = 'btree') as indexed
  from visible v
  join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
  where has_column_privilege(v.oid, a.attnum, 'select')
  order by v.schema collate "C", v.name collate "C", a.attnum`;

export interface KeyRow {
  readonly oid: number;
  readonly kind: 'p' | 'u' | 'f';
  readonly columns: readonly string[];
  readonly schema: string | null;
  readonly table: string | null;
  readonly references: readonly string[] | null;
}

export const keysSql = `
  with visible as (${visible}),
  keys as (
    select conrelid as oid, contype::text as kind, conkey::int2[] as columns, confrelid, confkey as refs
    from pg_constraint where contype in ('p', 'f') and conrelid in (select oid from visible)
    union
    select indrelid, 'u', indkey::int2[], null, null
    from pg_index
    where indisunique and indisvalid and indpred is null and indexprs is null
      and indnkeyatts = indnatts and indrelid in (select oid from visible))
  select k.oid::int8::float8 as oid, k.kind, f.schema, f.name as "table",
         array(select a.attname::text from unnest(k.columns) with ordinality u(num, i)
               join pg_attribute a on a.attrelid = k.oid and a.attnum = u.num order by i) as columns,
         case when k.kind = 'f' then array(select a.attname::text from unnest(k.refs) with ordinality u(num, i)
               join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by i) end as "references"
  from keys k left join visible f on f.oid = k.confrelid
  where k.kind <> 'f' or f.oid is not null
  order by 1, 2, 5`;

export interface StatisticsRow {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Estimate of how many different values there are. */
  readonly distinct: number;
  /** Whether the most common values are all there are. */
  readonly complete: boolean;
  readonly common: readonly string[] | null;
  readonly bounds: readonly string[] | null;
}

/** What ANALYZE knew, for columns of text and time. Of the histogram only its ends. */
export const statisticsSql = `
  select s.schemaname::text as schema, s.tablename::text as "table", s.attname::text as "column",
         case when s.n_distinct < 0 then -s.n_distinct * greatest(c.reltuples, 0) else s.n_distinct end as distinct,
         coalesce((select sum(f) from unnest(s.most_common_freqs) f), 0) + s.null_frac > 0.9999 as complete,
         case when t.typcategory = 'D' or s.n_distinct between 0 and $2
              then s.most_common_vals::text::text[] end as common,
         case when t.typcategory = 'D' and s.histogram_bounds is not null then
           (s.histogram_bounds::text::text[])[1:1]
           || (s.histogram_bounds::text::text[])[cardinality(s.histogram_bounds::text::text[]):] end as bounds
  from pg_stats s
  join pg_namespace n on n.nspname = s.schemaname
  join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
  join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
  join pg_type t on t.oid = a.atttypid
  where s.schemaname !~ '^pg_' and s.schemaname <> 'information_schema'
    and ($1::text[] is null or s.schemaname = any($1))
    and t.typcategory in ('S', 'D')
    and s.inherited = (c.relkind = 'p')`;
