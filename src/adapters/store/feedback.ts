import { ToolFailure } from '../../domain/failure.js';
import type { Feedback, RatedRun, Rating } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { isoTime } from './storable.js';

/** What people think of answers: one rating per user and run. */
export function storedFeedback(db: Db): Feedback {
  return {
    rate: async ({ tenant, runId, user, rating, note }) => {
      const [rated] = await db.run<Rating>(rate, [tenant, runId, user, rating, note]);
      if (rated !== undefined) return rated;
      throw new ToolFailure({
        error: 'nothing_to_rate',
        class: 'user_error',
        message: `Run ${runId} of tenant ${tenant} has no answer that could be rated.`,
      });
    },
    ofRun: async ({ tenant, runId }) => await db.run<Rating>(ofRun, [tenant, runId]),
    list: async ({ tenant, rating }) =>
      await db.run<RatedRun>(list, [tenant ?? null, rating ?? null]),
  };
}

const columns = `
  f.tenant, f.run_id as "runId", f.user_id as "user", f.rating, f.note, ${isoTime('f.rated_at')} as "ratedAt"`;

const rate: NamedStatement = {
  name: 'rate_run',
  text: `
    insert into surefoot.feedback as f (tenant, run_id, user_id, rating, note)
    select tenant, run_id, $3, $4, $5 from surefoot.runs
    where tenant = $1 and run_id = $2 and answer is not null
    on conflict (tenant, run_id, user_id) do update
      set rating = excluded.rating, note = excluded.note, rated_at = now()
    returning ${columns}`,
};

const ofRun: NamedStatement = {
  name: 'feedback_of_run',
  text: `
    select ${columns} from surefoot.feedback f
    where f.tenant = $1 and f.run_id = $2
    order by f.rated_at, f.user_id`,
};

const list: NamedStatement = {
  name: 'list_feedback',
  text: `
    select ${columns}, r.question, to_char(r.as_of, 'YYYY-MM-DD') as "asOf", r.time_zone as "timeZone", r.answer,
           coalesce(bound.bindings, '{}') as bindings
    from surefoot.feedback f
    join surefoot.runs r using (tenant, run_id)
    left join lateral (
      select json_object_agg(step, parameters -> 'params') as bindings
      from (
        select distinct on (step) step, parameters from surefoot.v_tool_calls c
        where c.tenant = f.tenant and c.run_id = f.run_id and step is not null and parameters ? 'params'
        order by step, started_at desc
      ) newest
    ) bound on true
    where ($1::text is null or f.tenant = $1) and ($2::text is null or f.rating = $2)
    order by f.rated_at desc, f.run_id, f.user_id
    limit 200`,
};
