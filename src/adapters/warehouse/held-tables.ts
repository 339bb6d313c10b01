import type { ClientBase } from 'pg';
import { ToolFailure } from '../../domain/failure.js';
import type { Tenancy } from './tenancy.js';

/**
 * The ids of what keeps tenants apart: tables whose policies hold the role, and views that read nothing else, with the
 * asker's own rights. What is shared counts as kept apart.
 * @throws ToolFailure `tenancy_not_held` where policies stand that the role is above
 */
export async function heldTables(
  client: Pick<ClientBase, 'query'>,
  { shared }: Tenancy,
): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<HeldRow>(heldSql, [shared]);
  const bypassed = rows.filter(({ bypassed: isAbove }) => isAbove).map(({ name }) => name);
  if (bypassed.length > 0) throw notHeld(bypassed);
  return new Set(rows.filter(({ held }) => held).map(({ oid }) => oid));
}

interface HeldRow {
  readonly oid: number;
  readonly name: string;
  readonly held: boolean;
  /** Whether it has policies, and the role owns it or is above them all. */
  readonly bypassed: boolean;
}

/** A view reads with its owner's rights, and past every policy on what the owner has, unless it is `security_invoker`. */
const heldSql = `
  with recursive relations as (
    select c.oid, c.relkind, c.relrowsecurity, row_security_active(c.oid) as active,
           case n.nspname when 'public' then c.relname::text else n.nspname || '.' || c.relname end as name,
           coalesce((select option_value::boolean from pg_options_to_table(c.reloptions)
                     where option_name = 'security_invoker'), false) as as_invoker,
           c.relname = any($1) and n.nspname = 'public' or n.nspname || '.' || c.relname = any($1) as shared
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm', 'p', 'f')),
  asked as (
    select * from relations
    where has_any_column_privilege(oid, 'select') and oid >= 16384),
  reads (view, oid) as (
    select oid, oid from asked where relkind = 'v'
    union
    select r.view, d.refobjid
    from reads r
    join relations c on c.oid = r.oid and c.relkind = 'v' and c.as_invoker and not c.shared
    join pg_rewrite w on w.ev_class = c.oid
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjid <> c.oid)
  select a.oid::int8::float8 as oid, a.name,
         a.shared or case a.relkind
           when 'v' then (select bool_and(c.shared or c.active or c.relkind = 'v' and c.as_invoker)
                          from reads r join relations c on c.oid = r.oid where r.view = a.oid)
           else a.active end as held,
         a.relrowsecurity and not a.active as bypassed
  from asked a`;

/** No run may start with such a role. */
export const tenancyNotHeld = 'tenancy_not_held';

function notHeld(tables: readonly string[]): ToolFailure {
  const [named, more] = [tables.slice(0, 3).join(', '), tables.length - 3];
  return new ToolFailure({
    error: tenancyNotHeld,
    class: 'permanent',
    message:
      `Tenants cannot be kept apart: the policies on ${named}${more > 0 ? ` and ${more} more` : ''} do not hold ` +
      `the warehouse's role, which owns it, is a superuser or has BYPASSRLS.`,
    suggestion: 'Give SUREFOOT_WAREHOUSE_URL a role that owns nothing and may only read.',
  });
}
