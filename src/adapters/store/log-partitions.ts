import type { Db, NamedStatement } from './db.js';

/** How many months ahead the tool-call log has partitions for. */
const monthsAhead = 2;

/** Months without a partition of their own lie in the default one until then. */
const make: NamedStatement = {
  name: 'make_log_partitions',
  text: `
    with wanted as materialized (
      select (date_trunc('month', $1::timestamptz at time zone 'UTC') + ahead * interval '1 month')::date as month
      from generate_series(0, $2::integer) as ahead
      union
      select month from surefoot.tool_calls_default
    )
    select count(*) filter (where surefoot.make_log_partition(month))::integer as made from wanted`,
};

const drop: NamedStatement = {
  name: 'drop_log_partitions',
  text: `select surefoot.drop_log_partitions($1::timestamptz) as dropped`,
};

/** Makes partitions ahead of time, and drops those that hold nothing younger; returns how many of these. Safe to repeat. */
export async function tendLog(db: Db, now: Date, keptSince: string): Promise<number> {
  await db.run(make, [now.toISOString(), monthsAhead]);
  const [row] = await db.run<{ readonly dropped: number }>(drop, [keptSince]);
  return row?.dropped ?? 0;
}

const months: NamedStatement = {
  name: 'log_months',
  text: `
    select to_date(right(c.relname, 7), 'YYYY_MM')::text as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'surefoot.tool_calls'::regclass and c.relname ~ '^tool_calls_\\d{4}_\\d{2}$'
    order by 1`,
};

/** The months that have a partition of their own, as their first days. */
export async function logMonths(db: Db): Promise<readonly string[]> {
  return (await db.run<{ readonly month: string }>(months, [])).map(({ month }) => month);
}
