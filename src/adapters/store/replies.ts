import { randomUUID } from 'node:crypto';
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
