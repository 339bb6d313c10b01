import { randomUUID } from 'node:crypto';
import type { RunHandle } from '../client.js';
import { admit, type AdmissionDeps } from './admit.js';
import type { HttpDeps } from './api.js';
import type { Caller } from './caller.js';
import { runIdOf } from './run-id.js';
import { askOptions, type AskBody } from './schemas/ask-body.js';

/** What starting a run takes of the server. */
export type StartDeps = Pick<HttpDeps, 'surefoot'> & AdmissionDeps;

interface Asked {
  readonly body: AskBody;
  /** The Idempotency-Key; without one, each request starts a run. */
  readonly key: string | undefined;
  readonly caller: Caller;
}

/** Starts a run for a caller, or joins the one of its key. @throws HttpProblem, and what `Surefoot.ask` throws */
export async function startRun({ body, key, caller }: Asked, deps: StartDeps): Promise<RunHandle> {
  const { surefoot, admissions } = deps;
  const { tenant } = caller;
  const id = key === undefined ? randomUUID() : runIdOf(tenant, key);
  const run = { tenant, runId: id };
  const admitted = await admit(run, body, { caller, deps });
  try {
    return await surefoot.ask(body.question, { ...askOptions(body), id, tenant });
  } catch (error) {
    if (admitted === 'new') await admissions.release(run).catch(() => undefined);
    throw error;
  }
}
