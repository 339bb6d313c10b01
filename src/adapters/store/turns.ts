import type { Answer, AnswerStep } from '../../domain/answer.js';
import { mostTurns, turnStatuses, type Turn } from '../../domain/turns.js';
import type { RunRecord } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';

/** The newest turns of the run's session, the newest first. Nobody else's session of that name is read. */
export async function turnsBefore(db: Db, run: RunRecord): Promise<readonly Turn[]> {
  const { tenant, runId, user, session } = run;
  if (session === '') return [];
  const values = [tenant, session, user, runId, turnStatuses, mostTurns];
  return (await db.run<Row>(select, values)).map(turnOf);
}

interface Row extends Pick<Answer, 'question' | 'asOf' | 'status' | 'intent' | 'text'> {
  readonly suggestions: Answer['suggestions'] | null;
  readonly steps: readonly AnswerStep[] | null;
  /** By result id, the names of the columns. */
  readonly columns: Readonly<Record<string, readonly string[]>> | null;
}

const select: NamedStatement = {
  name: 'turns_before',
  text: `
    select r.question, to_char(r.as_of, 'YYYY-MM-DD') as "asOf", r.status, r.answer ->> 'intent' as intent,
           r.answer ->> 'text' as text, r.answer -> 'suggestions' as suggestions, r.answer -> 'steps' as steps,
           (select jsonb_object_agg(result_id, jsonb_path_query_array(columns, '$[*].name'))
            from surefoot.results x where x.tenant = r.tenant and x.run_id = r.run_id) as columns
    from surefoot.runs r
    where tenant = $1 and session_id = $2 and session_id <> '' and user_id = $3 and run_id <> $4
      and status = any($5::text[])
    order by ended_at desc, run_id limit $6`,
};

function turnOf({ text, suggestions, steps, columns, ...turn }: Row): Turn {
  const wasAskedBack = turn.status === 'needs_clarification';
  return {
    ...turn,
    askedBack: wasAskedBack ? { question: text, options: suggestions ?? [] } : null,
    steps: (steps ?? []).map(({ id, tool, status, sql, rowCount, resultId }) => ({
      ...{ id, tool, status, sql, rowCount },
      columns: columns?.[resultId ?? ''] ?? [],
    })),
  };
}
