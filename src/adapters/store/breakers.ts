import { setTimeout as sleep } from 'node:timers/promises';
import { admit, afterCall, closed, type Breaker } from '../../domain/breaker.js';
import { ToolFailure } from '../../domain/failure.js';
import type { BreakerCaller, BreakerReport, Breakers, NamedBreaker } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { isoTime } from './storable.js';

/** Shared by every worker: the rules are pure, and the store's clock is the one that counts. */
export function storedBreakers(db: Db): Breakers {
  return {
    admit: async (name, { holder, leaseMs }: BreakerCaller) => {
      const { outcome } = await change(db, name, holder, (breaker, nowMs) => {
        const admission = admit(breaker, { holder, leaseMs, nowMs });
        return { next: admission.breaker, outcome: admission };
      });
      return outcome;
    },
    report: async (name, { holder, result, policy }: BreakerReport) => {
      const { next } = await change(db, name, holder, (breaker, nowMs) => {
        const after = afterCall(breaker, result, { holder, nowMs }, policy);
        return { next: after, outcome: after };
      });
      return next;
    },
    introduce: async (names) => {
      await db.run(introduce, [names, JSON.stringify(closed)]);
    },
    list: async () => [...(await db.run<NamedBreaker>(list, []))],
    force: async (name, breaker, by) => {
      await change(db, name, by, () => ({ next: breaker, outcome: breaker }));
    },
  };
}

interface Changed<T> {
  readonly next: Breaker;
  readonly outcome: T;
}

/** Reads, decides and writes what was decided, again where another worker came between. */
async function change<T>(
  db: Db,
  name: string,
  by: string,
  decide: (breaker: Breaker, nowMs: number) => Changed<T>,
): Promise<Changed<T>> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const [row] = await db.run<{ state: Breaker | null; version: number; now_ms: number }>(read, [
      name,
    ]);
    const breaker = row?.state ?? closed;
    const changed = decide(breaker, row?.now_ms ?? 0);
    if (changed.next === breaker || isSame(changed.next, breaker)) return changed;
    const version = row?.version ?? 0;
    const values = [
      name,
      JSON.stringify(changed.next),
      version,
      breaker.state,
      changed.next.state,
      by,
    ];
    const [written] = await db.run<{ done: boolean }>(compareAndSet, values);
    if (written?.done === true) return changed;
    await sleep(Math.random() * 10);
  }
  throw new ToolFailure({
    error: 'store_unavailable',
    class: 'transient',
    message: `The breaker ${name} changes faster than it can be written.`,
  });
}

const mostTries = 20;

function isSame(a: Breaker, b: Breaker): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const read: NamedStatement = {
  name: 'read_breaker',
  text: `
    select b.state, coalesce(b.version, 0)::float8 as version,
           (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
    from (select $1::text as name) asked left join surefoot.breakers b using (name)`,
};

const compareAndSet: NamedStatement = {
  name: 'set_breaker',
  text: `
    with written as (
      insert into surefoot.breakers as b (name, state) values ($1, $2::jsonb)
      on conflict (name) do update set state = excluded.state, version = b.version + 1, changed_at = now()
      where b.version = $3
      returning version
    ),
    told as (
      insert into surefoot.breaker_changes (name, version, from_state, to_state, by)
      select $1, version, $4, $5, $6 from written where $4 <> $5
    )
    select exists (select from written where version = $3 + 1) as done`,
};

const introduce: NamedStatement = {
  name: 'introduce_breakers',
  text: `
    insert into surefoot.breakers (name, state) select name, $2::jsonb from unnest($1::text[]) as known (name)
    on conflict do nothing`,
};

const list: NamedStatement = {
  name: 'list_breakers',
  text: `
    select name, state as breaker, ${isoTime('changed_at')} as "changedAt"
    from surefoot.breakers order by name limit 1000`,
};
