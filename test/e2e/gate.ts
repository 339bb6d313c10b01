import { Client } from 'pg';
import type { TestDatabase } from '../support.js';

/** A query that reads the view `gate` waits there while it is shut, which costs nothing and ends on no machine too soon. */
export interface Gate {
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Its view has one row. Before the agent is granted what there is. */
export async function gateIn({ url }: TestDatabase): Promise<Gate> {
  const keeper = new Client({ connectionString: url });
  await keeper.connect();
  await keeper.query(
    `create function passes() returns boolean language plpgsql set lock_timeout = 0
       as $$ begin perform pg_advisory_xact_lock_shared(1); return true; end $$;
     create view gate as select passes() as passed`,
  );
  return {
    shut: async () => void (await keeper.query('select pg_advisory_lock(1)')),
    open: async () => void (await keeper.query('select pg_advisory_unlock_all()')),
    close: () => keeper.end(),
  };
}
