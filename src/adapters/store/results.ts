import type { RunRef } from '../../domain/question.js';
import type { ResultSet } from '../../domain/result.js';
import type { LesserTold, NewResult, ResultInfo, ReusedResult, StoredResult } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { settled } from './settled.js';
import { isoTime, storableJson } from './storable.js';

const insert: NamedStatement = {
  name: 'put_result',
  text: `
    with kept as (
      insert into surefoot.results
        (tenant, run_id, result_id, columns, rows, row_count, truncated, sql, intervals, bytes, read_at,
         metric, metric_value, lesser)
      values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9::json, octet_length($5), now(), md5($11)::uuid, $12, $13::jsonb)
      on conflict do nothing
      returning read_at
    ),
    cached as (
      insert into surefoot.cache (tenant, cache_key, run_id, result_id, read_at)
      select $1, $10, $2, $3, read_at from kept where $10::text is not null and $9::text is null
      on conflict (tenant, cache_key) do update
        set run_id = excluded.run_id, result_id = excluded.result_id, read_at = excluded.read_at
        where cache.read_at <= excluded.read_at
    )
    select ${isoTime('read_at')} as "readAt" from kept
    union all
    select ${isoTime('read_at')} from surefoot.results where tenant = $1 and run_id = $2 and result_id = $3`,
};

/** Safe to repeat: the first content under an id stays. A sample never becomes a key's entry: the key is the whole's. */
export async function putResult(
  db: Db,
  { tenant, runId }: RunRef,
  resultId: string,
  result: NewResult,
): Promise<{ readonly readAt: string }> {
  const { columns, rows, rowCount, truncated, sql, cacheKey, intervals, metric, lesser } = result;
  const content = [
    ...[storableJson(columns), JSON.stringify(rows), rowCount, truncated, sql],
    intervals === undefined ? null : storableJson(intervals),
  ];
  const values = [
    ...[tenant, runId, resultId, ...content, cacheKey],
    ...[metric?.key ?? null, metric?.value ?? null],
    lesser === undefined ? null : storableJson(lesser),
  ];
  return await settled(() => db.run<{ readonly readAt: string }>(insert, values));
}

const info = 'columns, row_count as "rowCount", truncated, sql, intervals';

const selectAll: NamedStatement = {
  name: 'get_results',
  text: `
    select result_id as "resultId", ${info}, rows, lesser, ${isoTime('read_at')} as "readAt"
    from surefoot.results
    where tenant = $1 and run_id = $2 and result_id = any($3::text[])`,
};

/** Those that are there, in no order. */
export async function getResults(
  db: Db,
  { tenant, runId }: RunRef,
  resultIds: readonly string[],
): Promise<StoredResult[]> {
  type Row = Omit<StoredResult, 'rows' | 'intervals' | 'lesser'> &
    Intervals & { readonly rows: string; readonly lesser: LesserTold | null };
  const found = await db.run<Row>(selectAll, [tenant, runId, resultIds]);
  return found.map(({ lesser, ...row }) => {
    const rows: StoredResult['rows'] = JSON.parse(row.rows);
    return { ...withoutNull(row), rows, ...(lesser && { lesser }) };
  });
}

export async function getResult(
  db: Db,
  run: RunRef,
  resultId: string,
): Promise<StoredResult | undefined> {
  return (await getResults(db, run, [resultId]))[0];
}

const copy: NamedStatement = {
  name: 'reuse_result',
  text: `
    with kept as (
      insert into surefoot.results
        (tenant, run_id, result_id, columns, rows, row_count, truncated, sql, intervals, bytes, read_at)
      select $1, $2, $3, columns, rows, row_count, truncated, sql, intervals, bytes, r.read_at
      from surefoot.cache c
      join surefoot.results r on r.tenant = c.tenant and r.run_id = c.run_id and r.result_id = c.result_id
      where c.tenant = $1 and c.cache_key = $4 and c.read_at >= now() - $5::float8 * interval '1 millisecond'
      on conflict do nothing
      returning columns, row_count, truncated, sql, intervals, bytes, rows, read_at
    ),
    found as (
      select * from kept
      union all
      select columns, row_count, truncated, sql, intervals, bytes, rows, read_at from surefoot.results
      where tenant = $1 and run_id = $2 and result_id = $3
    )
    select ${info}, ${isoTime('read_at')} as "readAt", bytes, md5(rows) as digest,
           extract(epoch from now() - read_at)::float8 * 1000 as "ageMs"
    from found`,
};

/** Copies inside the server. Safe to repeat: what the run already has under that id comes first. */
export async function reuseResult(
  db: Db,
  { tenant, runId }: RunRef,
  resultId: string,
  cacheKey: string,
  maxAgeMs: number,
): Promise<ReusedResult | undefined> {
  type Row = Omit<ResultInfo, 'resultId' | 'intervals'> & Intervals & Omit<ReusedResult, 'result'>;
  const [row] = await db.run<Row>(copy, [tenant, runId, resultId, cacheKey, maxAgeMs]);
  if (row === undefined) return undefined;
  const { ageMs, bytes, digest, ...result } = row;
  return { result: { ...withoutNull(result), resultId }, ageMs, bytes, digest };
}

interface Intervals {
  readonly intervals: ResultSet['intervals'] | null;
}

/** Absent, and not null, where the result is no sample. */
function withoutNull<Row extends Intervals>({ intervals, ...row }: Row) {
  return { ...row, ...(intervals && { intervals }) };
}
