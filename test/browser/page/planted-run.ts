import type { PostgresStore } from '../../../src/adapters/store/index.js';
import type { Answer } from '../../../src/domain/answer.js';
import { answerTo, begunRun } from '../../adapters/store/fixtures.js';

/** What a browser would obey if it were taken for HTML; the page's title says so then. */
export const planted = `<img src=x onerror="document.title='obeyed'">`;

/** A run in whose every text somebody planted HTML: question, names, cells, SQL, warnings, ticket. */
export async function plantRun(store: PostgresStore): Promise<string> {
  const run = await begunRun(store, {
    ...{ runId: 'planted', question: `Question ${planted}`, user: planted, session: planted },
  });
  const columns = [
    { name: `region ${planted}`, type: 'text' },
    { name: 'n', type: 'int8' },
  ];
  const rows = [
    [`cell ${planted}`, '5'],
    ['=1+1', '-7'],
  ];
  const sql = `SELECT '${planted}'`;
  const result = { columns, rows, rowCount: 2, truncated: false, sql, cacheKey: null };
  await store.results.put(run, 'r', result);
  await store.runs.finish(run, answerTo(run, told(run.question, columns, sql)));
  const body = { question: run.question, sql, error: { message: planted } };
  const ticket = { cause: planted, priority: 'high', body } as const;
  await store.tickets.open({
    ...ticket,
    tenant: run.tenant,
    runId: run.runId,
    ticketId: 'T-planted',
  });
  await store.breakers.force(`tool ${planted}`, { state: 'forced_open', reason: planted }, 'test');
  return run.runId;
}

function told(
  question: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  sql: string,
): Partial<Answer> {
  const region = columns[0]?.name;
  const step = 'planted';
  return {
    question,
    status: 'degraded',
    text: `Answer ${planted}: 5 of them.`,
    figures: [
      {
        ...{ name: `figure ${planted}`, value: '5', unit: planted, display: '5', calc: 'none' },
        ...{ rung: 'live', interval: null, from: [{ step, row: 0, column: 'n' }] },
      },
    ],
    steps: [
      {
        ...{ id: step, tool: 'execute_query', status: 'succeeded', rung: 'live', attempts: 1 },
        warehouse: `warehouse ${planted}`,
        ...{ ms: 5, asOf: null, sql, rowCount: 2, truncated: false, resultId: 'r' },
        ...{ ageSeconds: null, note: planted, error: null },
      },
    ],
    chart: {
      title: `Chart ${planted}`,
      data: { name: step },
      mark: { type: 'bar' },
      encoding: { x: { title: region }, y: { title: 'n' } },
    },
    warnings: [{ code: 'planted', message: `Warning ${planted}` }],
    suggestions: [`Suggestion ${planted}`],
  };
}
