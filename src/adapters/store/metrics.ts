import type { RunRef } from '../../domain/question.js';
import type { Db, NamedStatement } from './db.js';

const select: NamedStatement = {
  name: 'recent_metrics',
  text: `
    select k.key, array_agg(r.metric_value) as values
    from unnest($3::text[]) as k (key)
    cross join lateral (
      select metric_value
      from surefoot.results r
      join surefoot.runs u on u.tenant = r.tenant and u.run_id = r.run_id
      where r.tenant = $1 and r.metric = md5(k.key)::uuid and r.run_id <> $2 and u.status = 'answered'
      order by r.kept_at desc
      limit $4
    ) r
    group by k.key`,
};

/** What each metric came to in the newest answered runs of the tenant, this one left out; none where it is new. */
export async function recentMetrics(
  db: Db,
  { tenant, runId }: RunRef,
  keys: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  type Row = { readonly key: string; readonly values: readonly string[] };
  const rows = await db.run<Row>(select, [tenant, runId, keys, most]);
  return new Map(rows.map(({ key, values }) => [key, values]));
}
