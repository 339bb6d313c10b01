import { escapeLiteral, type ClientBase } from 'pg';
import { ToolFailure } from '../../domain/failure.js';
import type { Catalog } from '../../ports.js';
import { allowedFunctions, allowedOperators, allowedTypes } from '../../sql/allowed-names.js';

/** Something that people made and that Postgres may take for what the guard allows, where its arguments fit better. */
interface StandIn {
  readonly kind: 'function' | 'operator' | 'cast';
  readonly name: string;
  /** Such as `lower(integer)`. */
  readonly words: string;
  /** Not in pg_catalog itself, so that the schema before a name keeps it off. */
  readonly avoidable: boolean;
  /** Whether the role may execute it; where not, Postgres says so before it runs. */
  readonly callable: boolean;
}

type Session = Pick<ClientBase, 'query'>;

/** What people's own names mean for the guard: types that may be cast to, and functions that stand in for Postgres's. */
export async function readOwnNames(
  client: Session,
  schemas: readonly string[] | null,
): Promise<Pick<Catalog, 'types' | 'shadowed'>> {
  const { rows: types } = await client.query<{ schema: string; name: string }>(typesSql, [
    schemas,
    [...allowedTypes],
  ]);
  const standIns = (await readStandIns(client)).filter(({ kind }) => kind === 'function');
  const shadowed = [...new Set(standIns.map(({ name }) => name))];
  return { ...(types.length > 0 && { types }), ...(shadowed.length > 0 && { shadowed }) };
}

/**
 * Asked in the statement's own transaction, since the catalog that the guard knew is minutes old: nothing that people
 * made may run under a name that the guard takes for Postgres's. `looked` is the row of `standInsLook`, which comes with
 * the transaction's opening. @throws ToolFailure `stand_in`
 */
export async function refuseStandIns(client: Session, sql: string, looked: unknown): Promise<void> {
  if (isNone(looked)) return;
  const near = (await listStandIns(client)).filter(
    (each) =>
      each.callable && (each.kind !== 'function' || !each.avoidable || isCalled(each.name, sql)),
  );
  if (near.length === 0) return;
  const words = near.map((each) => each.words);
  const more = words.length > mostNamed ? ` and ${words.length - mostNamed} more` : '';
  throw new ToolFailure({
    error: 'stand_in',
    class: 'permanent',
    message: `What people made in the warehouse stands in for Postgres's own, and may be called by the role: ${words.slice(0, mostNamed).join(', ')}${more}.`,
    suggestion:
      'Revoke EXECUTE on its functions from PUBLIC and the role: `surefoot migrate --warehouse` prints how.',
  });
}

/** By its bare name: with its schema before it, it is Postgres's own. */
function isCalled(name: string, sql: string): boolean {
  return new RegExp(`(?<!\\bpg_catalog\\.)\\b${name}"?\\s*\\(`, 'i').test(sql);
}

async function readStandIns(client: Session): Promise<readonly StandIn[]> {
  const { rows: looked } = await client.query<object>(standInsLook);
  return isNone(looked[0]) ? [] : await listStandIns(client);
}

async function listStandIns(client: Session): Promise<readonly StandIn[]> {
  return (await client.query<StandIn>(standInsSql)).rows;
}

function isNone(looked: unknown): boolean {
  return (looked as { readonly some?: boolean } | undefined)?.some === false;
}

/** As one text: a list of 250 names takes the planner ten times as long as the whole look. */
const functions = escapeLiteral(` ${[...allowedFunctions].join(' ')} `);
const operators = escapeLiteral(` ${[...allowedOperators].join(' ')} `);

const mostNamed = 3;

/** Nearly always there is nothing, and this is soon planned. */
export const standInsLook = `
  select exists (select from pg_proc where oid >= 16384 and strpos(${functions}, ' ' || proname || ' ') > 0)
      or exists (select from pg_operator where oid >= 16384 and strpos(${operators}, ' ' || oprname || ' ') > 0)
      or exists (select from pg_cast where oid >= 16384 and castfunc <> 0) as some`;

/** What extensions brought is trusted; it has ids of its own range only where initdb made it. Casts have no schema. */
const standInsSql = `
  with made (kind, class, oid, name, namespace, function, words) as (
    select 'function', 'pg_proc'::regclass, oid, proname::text, pronamespace, oid, oid::regprocedure::text
    from pg_proc where oid >= 16384 and strpos(${functions}, ' ' || proname || ' ') > 0
    union all
    select 'operator', 'pg_operator'::regclass, oid, oprname::text, oprnamespace, oprcode::oid,
           'operator ' || oid::regoperator::text
    from pg_operator where oid >= 16384 and strpos(${operators}, ' ' || oprname || ' ') > 0
    union all
    select 'cast', 'pg_cast'::regclass, oid, '', 'pg_catalog'::regnamespace, castfunc,
           format('cast (%s as %s)', castsource::regtype, casttarget::regtype)
    from pg_cast where oid >= 16384 and castfunc <> 0)
  select kind, name, words, namespace <> 'pg_catalog'::regnamespace as avoidable,
         has_function_privilege(function, 'execute') as callable
  from made
  where namespace = any(array(select s::regnamespace from unnest(current_schemas(true)) s))
    and not exists (select from pg_depend d where d.classid = class and d.objid = made.oid and d.deptype = 'e')
  order by kind, words`;

/**
 * Enums, domains over a type of Postgres's own that may be cast to and whose checks call nothing that people made, and
 * citext of the extension. Not one that is called like a type of Postgres's own: that one would be meant.
 */
const typesSql = `
  select n.nspname::text as schema, t.typname::text as name
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  left join pg_type b on b.oid = t.typbasetype
  where t.oid >= 16384 and ($1::text[] is null or n.nspname = any($1))
    and has_schema_privilege(n.oid, 'usage') and has_type_privilege(t.oid, 'usage')
    and not exists (select from pg_type own where own.typnamespace = 'pg_catalog'::regnamespace and own.typname = t.typname)
    and (t.typtype = 'e'
         or t.typtype = 'd' and b.typnamespace = 'pg_catalog'::regnamespace and b.typtype = 'b' and b.typname = any($2)
            and not exists (select from pg_constraint c join pg_depend d on d.classid = 'pg_constraint'::regclass
                              and d.objid = c.oid and d.refclassid in ('pg_proc'::regclass, 'pg_operator'::regclass)
                            where c.contypid = t.oid)
         or t.typname = 'citext' and exists (select from pg_depend d where d.classid = 'pg_type'::regclass
                                             and d.objid = t.oid and d.deptype = 'e'))
  order by 1, 2`;
