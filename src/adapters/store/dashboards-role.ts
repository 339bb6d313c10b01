import { DatabaseError, type Client } from 'pg';

/**
 * Makes a role that may read the views and nothing else, where the server has none, and lets it read those of this
 * store. Nobody can log in as it: whoever reads gets a login that is a member. Returns what to tell where this login
 * may not do that: the store works without.
 */
export async function grantDashboards(client: Client): Promise<string | undefined> {
  try {
    await client.query('savepoint dashboards');
    await client.query(make);
    await client.query(grant);
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== '42501') throw error;
    await client.query('rollback to savepoint dashboards');
    return notGranted;
  }
}

const role = 'surefoot_dashboards';

const notGranted = `The role ${role} was not made, or may not read all views: this login may not do that (docs/tool-call-log.md).`;

/** Roles are the server's: another store's migration may make it at the same time. */
const make = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = '${role}') then
      create role ${role} nologin;
    end if;
  exception when duplicate_object or unique_violation then
    null;
  end
  $$`;

const grant = `
  do $$
  declare
    view text;
  begin
    grant usage on schema surefoot to ${role};
    for view in select viewname from pg_views where schemaname = 'surefoot' and starts_with(viewname, 'v_') loop
      execute format('grant select on surefoot.%I to ${role}', view);
    end loop;
  end
  $$`;
