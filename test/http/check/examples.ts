import type { Stack } from '../../stack.js';

/** The run that the document gives as its example: answered, so that there is something to see of it. */
export async function exampleRun({ surefoot, asOf }: Stack, tenant: string): Promise<void> {
  const handle = await surefoot.ask('Show me revenue by region for Q4 2025', {
    ...{ id: 'k-5f0c', tenant, asOf },
  });
  const { status, text } = await handle.result();
  if (status !== 'answered' && status !== 'degraded') throw new Error(text);
}

/** The ticket of the same. */
export async function exampleTicket({ store }: Stack, tenant: string): Promise<void> {
  await store.tickets.open({
    ...{ tenant, runId: 'k-5f0c', ticketId: 'T-5f0c', cause: 'revenue', priority: 'high' },
    body: { question: 'Revenue?', sql: 'select 1' },
  });
}
