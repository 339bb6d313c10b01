import type { Receipt, ReceiptAttempt } from '../../src/domain/receipt.js';
import { anAnswer, anAnswerStep, anError } from './builders.js';

const attempt: ReceiptAttempt = {
  tool: 'execute_query',
  step: 'revenue',
  activityId: 'revenue-1',
  attempt: 1,
  planVersion: 1,
  status: 'success',
  rung: 'live',
  startedAt: '2026-10-01T08:00:00.400Z',
  latencyMs: 12,
  errorClass: null,
  errorName: null,
  errorCode: null,
  breakerState: 'closed',
  rowCount: 2,
  model: null,
  promptVersion: null,
  claudeCalls: null,
  inputTokens: null,
  cacheReadTokens: null,
  outputTokens: null,
  costUsd: null,
  worker: 'w1',
};

/** A receipt with something of everything. */
export function aReceipt(overrides: Partial<Receipt> = {}): Receipt {
  const { runId, question, asOf, timeZone, intent, usage, timing, planner } = anAnswer();
  const changes = { added: ['b'], removed: [], changed: ['revenue.sql'] };
  const finding = {
    code: 'unknown_column',
    where: 'step revenue, sql',
    what: 'No.',
    fix: 'Use x.',
  };
  const figure = { unit: 'USD', rung: 'live', interval: null } as const;
  return {
    ...{ runId, question, asOf, timeZone, intent, usage, timing, planner },
    ...{ tenant: 'default', user: 'ada', session: 's1', mode: 'interactive' },
    status: 'degraded',
    ...{ beganAt: '2026-10-01T08:00:00.000Z', endedAt: '2026-10-01T08:00:01.000Z', doing: null },
    text: 'Revenue was $1.23M; the second row has 20.5, the rest 7.',
    plans: [
      {
        ...{
          version: 1,
          repair: 0,
          at: '2026-10-01T08:00:00.100Z',
          made: false,
          intent: '',
          steps: [],
        },
        ...{ findings: [finding], changed: null, promptVersion: '', waited: null, edited: false },
      },
      {
        ...{ version: 2, repair: 0, at: '2026-10-01T08:00:00.200Z', made: true, intent },
        steps: [{ id: 'revenue', tool: 'execute_query' }],
        ...{ findings: [], changed: { intent: true, steps: changes }, promptVersion: 'planner-1' },
        ...{ waited: 'It costs much.', edited: true },
      },
    ],
    steps: [
      {
        ...anAnswerStep({ note: 'Without x.', ageSeconds: 60, rung: 'stale_cache' }),
        params: [{ kind: 'text', value: '2025-01-01', step: '', column: '' }],
      },
      { ...anAnswerStep({ id: 'gone', resultId: 'gone' }), params: [] },
      {
        ...anAnswerStep({ id: 'bad', status: 'failed', resultId: null, error: anError() }),
        params: [],
      },
    ],
    attempts: [
      {
        ...attempt,
        status: 'timeout',
        errorName: 'tool_timeout',
        errorClass: 'timeout',
        errorCode: '57014',
      },
      { ...attempt, attempt: 2, startedAt: '2026-10-01T08:00:00.600Z' },
      {
        ...attempt,
        tool: 'interpret',
        step: null,
        rung: null,
        model: 'claude-sonnet-5-5',
        costUsd: 0.01,
      },
    ],
    verification: {
      ...anAnswer().verification,
      checks: [
        { name: 'revenue: has data', passed: true, detail: '' },
        { name: 'revenue: is whole', passed: false, detail: 'Cut short.' },
      ],
    },
    textRepairs: [
      {
        at: '2026-10-01T08:00:00.900Z',
        findings: [finding],
        changed: { figures: changes, sentences: 1 },
      },
    ],
    figures: [
      {
        ...{ ...figure, name: 'total', value: '1230000', display: '$1.23M', calc: 'sum' },
        from: [{ step: 'revenue', row: null, column: 'revenue', value: null, kept: true }],
      },
      {
        ...{ ...figure, name: 'second', value: '20.5', display: '20.5', calc: 'none' },
        interval: { low: '19', high: '22' },
        from: [{ step: 'revenue', row: 1, column: 'revenue', value: '20.5', kept: true }],
      },
      {
        ...{
          ...figure,
          name: 'rest',
          value: '7',
          display: '7',
          calc: 'pct_change',
          rung: 'sample',
        },
        from: [{ step: 'gone', row: null, column: 'revenue', value: null, kept: false }],
      },
    ],
    results: [
      {
        step: 'revenue',
        columns: [
          { name: 'region', type: 'text' },
          { name: 'revenue', type: 'numeric' },
        ],
        rows: [
          { index: 0, cells: [null, '10'] },
          { index: 1, cells: ['EMEA', '20.5'] },
        ],
        ...{ rowCount: 80, truncated: true, readAt: '2026-10-01T08:00:00.700Z' },
        intervals: [{ row: 1, column: 'revenue', low: '19', high: '22' }],
      },
    ],
    warnings: [{ code: 'stale_cache', message: 'Old.' }],
    suggestions: ['Ask for less.'],
    ticket: {
      ...{ ticketId: 'T-1', cause: 'revenue: tool_timeout', priority: 'high', status: 'resolved' },
      ...{ resolution: 'About 42.', resolvedBy: 'ada' },
      ...{ openedAt: '2026-10-01T08:00:00.800Z', resolvedAt: '2026-10-01T09:00:00.000Z' },
    },
    feedback: [
      { user: 'ada', rating: 'down', note: 'Wrong year.', ratedAt: '2026-10-01T09:00:00.000Z' },
    ],
    links: { temporal: 'http://ui.test/run' },
    ...overrides,
  };
}
