import { createHash } from 'node:crypto';
import { quietMinutes, type Alert } from '../../../domain/alerts/alert.js';
import type { Breach } from '../../../domain/alerts/breach.js';
import type { AlertList, AlertMessage, Alerts } from '../../../ports.js';
import type { Db, NamedStatement } from '../db.js';
import { isoTime, storableJson } from '../storable.js';
import { measure } from './measure.js';

/** Alerts and their messages: each statement may be repeated, and two checks may overlap. */
export function storedAlerts(db: Db): Alerts {
  return {
    now: async () => (await db.run<{ now: string }>(now, []))[0]?.now ?? '',
    measure: (moments, thresholds) => measure(db, moments, thresholds),
    settle: async (at, breaches, channels) => {
      const ids = breaches.map((breach) => idOf(breach, at));
      const facts = breaches.map((breach) => storableJson(breach));
      await db.run(settle, [at, ids, facts, channels]);
    },
    take: async (channels) => {
      const taken = await db.run<Alert & Pick<AlertMessage, 'state' | 'channel'>>(take, [channels]);
      return taken.map(({ state, channel, ...alert }) => ({ alert, state, channel }));
    },
    told: async ({ alert, state, channel }, error) => {
      await db.run(told, [alert.alertId, state, channel, error]);
    },
    list: async ({ all }) => {
      const [checked] = await db.run<{ at: string }>(lastCheck, []);
      const alerts = await db.run<AlertList['alerts'][number]>(list, [all]);
      return { checkedAt: checked?.at ?? null, alerts };
    },
  };
}

function idOf({ rule, subject }: Breach, at: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([rule, subject, at]))
    .digest('hex');
  return `A-${hash.slice(0, 12)}`;
}

const now: NamedStatement = { name: 'alert_now', text: `select ${isoTime('now()')} as now` };

/** Whoever comes with an older time, or the same again, gets no turn: all that follows is then of nothing. */
const settle: NamedStatement = {
  name: 'settle_alerts',
  text: `
    with turn as (
      insert into surefoot.alert_checks as c (at) values ($1::timestamptz)
      on conflict (only_row) do update set at = excluded.at where c.at < excluded.at
      returning at
    ),
    broken as (
      select at, alert_id, facts, facts ->> 'rule' as rule, facts ->> 'subject' as subject,
             (facts ->> 'since')::timestamptz as since
      from turn, unnest($2::text[], $3::jsonb[]) as told (alert_id, facts)
    ),
    seen as (
      insert into surefoot.alerts as a (alert_id, rule, subject, breach, since, fired_at, seen_at)
      select alert_id, rule, subject, facts, since, at, at from broken
      on conflict (rule, subject) where resolved_at is null do update set seen_at = excluded.seen_at
      returning alert_id, fired_at = seen_at as is_new
    ),
    resolved as (
      update surefoot.alerts a set resolved_at = turn.at
      from turn
      where a.resolved_at is null and a.seen_at <= turn.at - interval '${quietMinutes} minutes'
        and not exists (select from broken b where b.rule = a.rule and b.subject = a.subject)
      returning alert_id
    )
    insert into surefoot.alert_messages (alert_id, state, channel)
    select alert_id, state, channel
    from (
      select alert_id, 'firing' as state from seen where is_new
      union all
      select alert_id, 'resolved' from resolved
    ) news, unnest($4::text[]) as channel`,
};

const columns = `
  a.alert_id as "alertId", a.rule, a.subject, ${isoTime('a.fired_at')} as "firedAt", ${isoTime('a.seen_at')} as "seenAt",
  ${isoTime('a.resolved_at')} as "resolvedAt", a.breach`;

const take: NamedStatement = {
  name: 'take_alert_messages',
  text: `
    with due as (
      select alert_id, state, channel from surefoot.alert_messages m
      where told_at is null and held_until <= now() and due_at > now() - interval '1 day' and channel = any ($1::text[])
        and (state = 'firing' or not exists (
          select from surefoot.alert_messages f
          where f.alert_id = m.alert_id and f.channel = m.channel and f.state = 'firing' and f.told_at is null))
      order by due_at
      limit 20
      for update skip locked
    )
    update surefoot.alert_messages m set held_until = now() + interval '1 minute', tries = m.tries + 1
    from due join surefoot.alerts a using (alert_id)
    where m.alert_id = due.alert_id and m.state = due.state and m.channel = due.channel
    returning m.state, m.channel, ${columns}`,
};

const told: NamedStatement = {
  name: 'told_alert_message',
  text: `
    update surefoot.alert_messages
    set told_at = case when $4::text is null then now() end, held_until = now(), error = $4
    where alert_id = $1 and state = $2 and channel = $3 and told_at is null`,
};

const lastCheck: NamedStatement = {
  name: 'last_alert_check',
  text: `select ${isoTime('at')} as at from surefoot.alert_checks`,
};

const list: NamedStatement = {
  name: 'list_alerts',
  text: `
    select ${columns}, (
      select coalesce(m.error, 'not tried yet') from surefoot.alert_messages m
      where m.alert_id = a.alert_id and m.channel = 'webhook' and m.told_at is null
      order by m.due_at desc limit 1) as undelivered
    from surefoot.alerts a
    where $1::boolean or a.resolved_at is null
    order by a.resolved_at is null desc, a.fired_at desc
    limit 200`,
};
