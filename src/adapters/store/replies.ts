import { randomUUID } from 'node:crypto';
import { noUsage } from '../../domain/answer.js';
import type { RunRef } from '../../domain/question.js';
import type { ClaudeReply, Role, StoredReply } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { settled } from './settled.js';
import { storableJson } from './storable.js';

const columns = 'reply_id as "replyId", text, stop_reason as "stopReason", model, usage';

const select: NamedStatement = {
  name: 'find_reply',
  text: `
    select ${columns} from surefoot.replies
    where tenant = $1 and run_id = $2 and role = $3 and request_hash = $4`,
};

/** The reply that this request was paid for with. */
export async function findReply(db: Db, { tenant, runId }: RunRef, role: Role, hash: string) {
  const [reply] = await db.run<StoredReply>(select, [tenant, runId, role, hash]);
  return reply;
}

const insert: NamedStatement = {
  name: 'keep_reply',
  text: `
    with kept as (
      insert into surefoot.replies (tenant, run_id, role, request_hash, reply_id, text, stop_reason, model, usage)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
      on conflict do nothing
      returning *
    )
    select ${columns} from kept
    union all
    select ${columns} from surefoot.replies
    where tenant = $1 and run_id = $2 and role = $3 and request_hash = $4`,
};

/** Safe to repeat: the first reply to a request stays and is returned. */
export async function keepReply(
  db: Db,
  { tenant, runId }: RunRef,
  role: Role,
  hash: string,
  { text, stopReason, model, usage }: ClaudeReply,
): Promise<StoredReply> {
  const key = [tenant, runId, role, hash];
  const content = [text, stopReason, model, storableJson(usage)];
  const values = [...key, randomUUID(), ...content];
  return await settled(() => db.run<StoredReply>(insert, values));
}

const selectById: NamedStatement = {
  name: 'get_reply',
  text: `select ${columns} from surefoot.replies where tenant = $1 and run_id = $2 and reply_id = $3`,
};

export async function getReply(db: Db, { tenant, runId }: RunRef, replyId: string) {
  const [reply] = await db.run<StoredReply>(selectById, [tenant, runId, replyId]);
  return reply;
}

const reuse: NamedStatement = {
  name: 'reuse_reply',
  text: `
    with earlier as (
      select reply.text, reply.stop_reason, reply.model
      from surefoot.runs asking
      join surefoot.runs answered
        on answered.tenant = asking.tenant and md5(answered.question) = md5(asking.question)
        and answered.question = asking.question and answered.as_of = asking.as_of
        and answered.time_zone = asking.time_zone and answered.schema_digest = asking.schema_digest
        and answered.status = 'answered'
      join surefoot.run_events made
        on made.tenant = answered.tenant and made.run_id = answered.run_id and made.kind = 'plan.made'
        and made.data ->> 'promptVersion' = $3
      join surefoot.replies reply
        on reply.tenant = answered.tenant and reply.run_id = answered.run_id
        and made.key = 'plan.made:' || reply.reply_id
      where asking.tenant = $1 and asking.run_id = $2
        -- In a conversation the same words may ask for something else.
        and asking.turns = 0 and answered.turns = 0
        -- A later plan, of a replan or a person's, does not stand alone; nor did the one before it answer.
        and not exists (
          select from surefoot.run_events other
          where other.tenant = made.tenant and other.run_id = made.run_id
            and other.kind = 'plan.made' and other.seq <> made.seq
        )
      order by answered.ended_at desc
      limit 1
    ),
    kept as (
      insert into surefoot.replies (tenant, run_id, role, request_hash, reply_id, text, stop_reason, model, usage)
      select $1, $2, 'planner', 'earlier run', $4, text, stop_reason, model, $5::jsonb from earlier
      on conflict do nothing
      returning *
    )
    select ${columns} from kept
    union all
    select ${columns} from surefoot.replies
    where tenant = $1 and run_id = $2 and role = 'planner' and request_hash = 'earlier run'`,
};

/** Safe to repeat: a plan that was taken over stays. */
export async function reuseReply(
  db: Db,
  { tenant, runId }: RunRef,
  promptVersion: string,
): Promise<StoredReply | undefined> {
  const values = [tenant, runId, promptVersion, randomUUID(), storableJson(noUsage)];
  const [reply] = await db.run<StoredReply>(reuse, values);
  return reply;
}
