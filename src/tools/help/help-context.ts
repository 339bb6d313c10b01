import { ToolFailure } from '../../domain/failure.js';
import type { QueryInput } from '../../domain/plan.js';
import type { ToolContext } from '../define-tool.js';
import { resolveParams } from '../resolve-params.js';
import type { HelpContext } from './ask.js';

/** What help may use. Parameters that cannot be resolved any more are null: help says less then, and does not fail. */
export async function helpContext(input: QueryInput, context: ToolContext): Promise<HelpContext> {
  const { warehouse, run, timeZone, signal, timeoutMs } = context;
  // The warehouse may be what was too slow: its catalog as last read names tables well enough.
  const catalog = await warehouse.catalog(signal, { anyAge: true });
  const params = await resolveParams(input.params, (step) => context.result(step)).catch(
    (error: unknown) => {
      if (!(error instanceof ToolFailure)) throw error;
      return input.params.map(() => null);
    },
  );
  const texts = textsOf(input);
  const budgetMs = Math.floor(asksShare * timeoutMs);
  return { catalog, warehouse, params, texts, timeZone, tenant: run.tenant, signal, budgetMs };
}

/** The parameters that are written in the plan, in order; null for the others. */
export function textsOf({ params }: Pick<QueryInput, 'params'>): readonly (string | null)[] {
  return params.map(({ kind, value }) => (kind === 'text' ? value : null));
}

/** Of its time help asks the database that long: what it knows by then must still be told. */
const asksShare = 0.8;
