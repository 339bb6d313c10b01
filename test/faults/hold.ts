import { Client } from 'pg';
import { until } from '../e2e/watching.js';

/** Someone is made to wait in Postgres at a chosen point, so that a kill hits exactly there. */
export interface Hold {
  isReached(): Promise<boolean>;
  /** Returns once somebody waits. */
  reached(): Promise<void>;
  /** Lets whoever waits go on. */
  release(): Promise<void>;
  /** Ends the sessions that wait, whose clients are dead: what they were about to write is not written. */
  drop(): Promise<void>;
}

/** Holds the whole table from everyone, readers included. */
export async function holdTable(url: string, table: string): Promise<Hold> {
  const client = await session(url);
  await client.query('begin');
  await client.query(`lock table ${table} in access exclusive mode`);
  return holdOf(client);
}

/** Holds the statements that give a row of that table the state that `condition` says of `new`. */
export async function holdRows(url: string, table: string, condition: string): Promise<Hold> {
  const client = await session(url);
  holds += 1;
  const name = `faults_hold_${holds}`;
  await client.query(
    `create function ${name}() returns trigger language plpgsql as $body$
     begin
       if ${condition} then perform pg_advisory_xact_lock(${holds}); end if;
       return new;
     end $body$;
     create trigger ${name} before insert or update on ${table} for each row execute function ${name}();
     select pg_advisory_lock(${holds})`,
  );
  return holdOf(client);
}

let holds = 0;
/** A worker on a busy machine may take long to get there. */
const patienceMs = 60_000;

async function session(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function holdOf(client: Client): Hold {
  // Not pg_stat_activity: it stands still as long as the transaction lasts that holds the table.
  const waiting = `from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`;
  const isReached = async () => (await client.query(`select ${waiting}`)).rowCount !== 0;
  return {
    isReached,
    reached: () => until('someone waits', isReached, patienceMs),
    release: () => client.end(),
    async drop() {
      await client.query(`select pg_terminate_backend(pid, 5000) ${waiting}`);
      await client.end();
    },
  };
}
