import type { ClientBase } from 'pg';
import { ToolFailure } from '../../domain/failure.js';
import { isListed, type ListedTable } from '../../domain/table-list.js';
import type { ColumnRow } from './catalog-sql.js';

/** Columns that hold personal data, beside those whose comment says `@pii` or `@pii:mask`. */
export interface PersonalData {
  /** They do not exist for us. */
  readonly refused: readonly ListedTable[];
  /** They may be counted and grouped by; what is shown of them is masked. */
  readonly masked: readonly ListedTable[];
}

export const noPersonalData: PersonalData = { refused: [], masked: [] };

/** The stricter word of setting and comment holds. */
export function personalAs(
  { refused, masked }: PersonalData,
  row: ColumnRow,
): 'refused' | 'masked' | undefined {
  const tag = /@pii(:mask)?\b/.exec(row.column_comment);
  if (isListed(refused, row, row.column) || (tag !== null && tag[1] === undefined)) {
    return 'refused';
  }
  return isListed(masked, row, row.column) || tag !== null ? 'masked' : undefined;
}

/** A tag that no column carries protects nothing. @throws ToolFailure `pii_unknown` for a table that is there */
export function checkTags(
  { refused, masked }: PersonalData,
  columns: readonly Pick<ColumnRow, 'schema' | 'name' | 'column'>[],
): void {
  for (const listed of [...refused, ...masked]) {
    const there = columns.filter((row) => isListed([{ ...listed, columns: null }], row));
    const missing = (listed.columns ?? []).filter(
      (name) => !there.some(({ column }) => column === name),
    );
    if (there.length > 0 && missing.length > 0) throw unknownTag(listed, missing);
  }
}

/**
 * The ids of views that read such a column, through other views too: a view gives it another name, so it exists only
 * where it carries a tag itself or is listed by name.
 */
export async function viewsOfPersonalData(
  client: Pick<ClientBase, 'query'>,
  tagged: readonly ColumnRow[],
): Promise<ReadonlySet<number>> {
  if (tagged.length === 0) return new Set();
  const parameters = [tagged.map(({ oid }) => oid), tagged.map(({ column }) => column)];
  const { rows } = await client.query<{ readonly oid: number }>(viewsSql, parameters);
  return new Set(rows.map(({ oid }) => oid));
}

const viewsSql = `
  with recursive reading (oid) as (
    select w.ev_class
    from unnest($1::float8[], $2::text[]) as tagged (oid, name)
    join pg_attribute a on a.attrelid = tagged.oid::int8::oid and a.attname = tagged.name
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid in (a.attnum, 0) and d.classid = 'pg_rewrite'::regclass
    join pg_rewrite w on w.oid = d.objid and w.ev_class <> a.attrelid
    union
    select w.ev_class
    from reading r
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = r.oid
      and d.classid = 'pg_rewrite'::regclass
    join pg_rewrite w on w.oid = d.objid and w.ev_class <> r.oid)
  select oid::int8::float8 as oid from reading`;

function unknownTag({ schema, name }: ListedTable, missing: readonly string[]): ToolFailure {
  const table = schema === 'public' ? name : `${schema}.${name}`;
  return new ToolFailure({
    error: piiUnknown,
    class: 'permanent',
    message: `SUREFOOT_PII or SUREFOOT_PII_MASK names ${table}(${missing.join(', ')}), which ${table} does not have.`,
    suggestion: 'Write the column as the table has it, or take it out of the setting.',
  });
}

/** What would have been protected may be there under another name: no run may start. */
export const piiUnknown = 'pii_unknown';
