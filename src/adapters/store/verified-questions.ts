import { questionKey } from '../../domain/question-key.js';
import type { Promotable, RunRecord, VerifiedQuestion, VerifiedQuestions } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { isoTime } from './storable.js';

/** Verified questions, each of one tenant. */
export function storedVerifiedQuestions(db: Db): VerifiedQuestions {
  return {
    async promotable({ tenant, runId }) {
      const [row] = await db.run<PromotableRow>(promotable, [tenant, runId]);
      if (row === undefined) return undefined;
      const { answer, digest, turns, plansMade, reply, promptVersion, ...record } = row;
      return { record, answer, digest, turns, plansMade, reply, promptVersion };
    },
    async keep({ tenant, runId, question, ...verified }) {
      const { user, asOf, timeZone, intent, sql, plan, model } = verified;
      const { schemaVersion, promptVersion, verifiedBy } = verified;
      const [kept] = await db.run<VerifiedQuestion>(keep, [
        ...[tenant, runId, question, questionKey(question), user, asOf, timeZone],
        ...[intent, sql, plan, model, schemaVersion, promptVersion, verifiedBy],
      ]);
      if (kept === undefined) throw new Error('A row that is written is returned.');
      return kept;
    },
    list: ({ tenant }) => db.run<VerifiedQuestion>(list, [tenant ?? null]),
    remove: async ({ tenant, runId }) => (await db.run(remove, [tenant, runId])).length > 0,
    near: (tenant, question, most) =>
      db.run<VerifiedQuestion>(near, [tenant, question, questionKey(question), most]),
  };
}

type PromotableRow = RunRecord & Omit<Promotable, 'record'>;

const promotable: NamedStatement = {
  name: 'promotable_run',
  text: `
    select r.tenant, r.run_id as "runId", r.question, r.user_id as "user", r.session_id as session,
           to_char(r.as_of, 'YYYY-MM-DD') as "asOf", r.time_zone as "timeZone", r.mode, r.workflow_id as "workflowId",
           r.temporal_run_id as "temporalRunId", r.answer, r.schema_digest as digest, r.turns,
           (select count(*)::integer from surefoot.run_events e
            where e.tenant = r.tenant and e.run_id = r.run_id and e.kind = 'plan.made') as "plansMade",
           made.reply, made.version as "promptVersion"
    from surefoot.runs r
    left join lateral (
      select e.data ->> 'promptVersion' as version,
             (select json_build_object('text', p.text, 'model', p.model) from surefoot.replies p
              where p.tenant = e.tenant and p.run_id = e.run_id and e.key = 'plan.made:' || p.reply_id) as reply
      from surefoot.run_events e
      where e.tenant = r.tenant and e.run_id = r.run_id and e.kind = 'plan.made'
      order by e.seq desc limit 1
    ) made on true
    where r.tenant = $1 and r.run_id = $2`,
};

const columns = `
  v.tenant, v.run_id as "runId", v.question, v.user_id as "user", to_char(v.as_of, 'YYYY-MM-DD') as "asOf",
  v.time_zone as "timeZone", v.intent, v.sql, v.plan, v.model, v.schema_version as "schemaVersion",
  v.prompt_version as "promptVersion", v.verified_by as "verifiedBy", ${isoTime('v.verified_at')} as "verifiedAt"`;

const keep: NamedStatement = {
  name: 'keep_verified',
  text: `
    insert into surefoot.verified_questions as v
      (tenant, run_id, question, question_key, user_id, as_of, time_zone, intent, sql, plan, model, schema_version,
       prompt_version, verified_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    on conflict (tenant, run_id) do update
      set question = excluded.question, question_key = excluded.question_key, verified_by = excluded.verified_by,
          verified_at = now()
    returning ${columns}`,
};

const list: NamedStatement = {
  name: 'list_verified',
  text: `
    select ${columns} from surefoot.verified_questions v
    where $1::text is null or v.tenant = $1
    order by v.verified_at desc, v.run_id limit 200`,
};

const remove: NamedStatement = {
  name: 'remove_verified',
  text: `delete from surefoot.verified_questions where tenant = $1 and run_id = $2 returning run_id`,
};

/** By the share of words in common and by trigrams, among the newest 1,000: time for either is bounded. */
const near: NamedStatement = {
  name: 'near_verified',
  text: `
    with asked as (
      select tsvector_to_array(to_tsvector('simple', $2::text)) as words
    ),
    scored as materialized (
      select newest.*, newest.question_key = $3 as is_same, greatest(
        surefoot.likeness(newest.question_key, $3),
        (length(newest.words) - length(ts_delete(newest.words, asked.words)))::real
          / greatest(cardinality(asked.words), length(newest.words), 1)) as score
      from (
        select * from surefoot.verified_questions
        where tenant = $1 order by verified_at desc limit 1000
      ) newest
      cross join asked
    )
    select ${columns} from scored v
    where is_same or score >= 0.25
    order by is_same desc, score desc, verified_at desc limit $4`,
};
