import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { storeForTests } from './fixtures.js';

const { query, close } = await storeForTests();
after(close);

const users = Array.from({ length: 10 }, (_, index) => `user-${index}`);
const tools = ['execute_query', 'plan', 'interpret', 'verify'];

interface Call {
  readonly tool: string;
  readonly user: string;
  readonly hour: number;
  /** Of what reads one. */
  readonly warehouse: string | null;
}

/** 800 calls of a day: every user calls every tool in every hour from 8 to 17, twice. */
const calls: readonly Call[] = users.flatMap((user) =>
  tools.flatMap((tool) =>
    Array.from({ length: 20 }, (_, index) => ({
      ...{ tool, user, hour: 8 + (index % 10) },
      warehouse: tool === 'execute_query' ? ([0, 4, 8].includes(index) ? 'desk' : 'sales') : null,
    })),
  ),
);
const every = (step: number) => (_: Call, index: number) => index % step === 0;

for (const { what, day, fails, says } of [
  {
    what: 'every 37th call',
    day: '2026-03-01',
    fails: every(37),
    says: { pattern: 'random', concentrated_in: null, suspects: null },
  },
  {
    what: 'what one user asks of two tools',
    day: '2026-03-02',
    fails: ({ user, tool, hour }: Call) =>
      user === 'user-7' && hour % 3 === 0 && (tool === 'plan' || tool === 'execute_query'),
    says: { pattern: 'systematic', concentrated_in: 'user', suspects: 'user-7' },
  },
  {
    what: 'one tool for everybody all day, every second call',
    day: '2026-03-03',
    fails: ({ tool }: Call, index: number) => tool === 'interpret' && index % 2 === 0,
    says: { pattern: 'systematic', concentrated_in: 'tool', suspects: 'interpret' },
  },
  {
    what: 'one tool in one hour',
    day: '2026-03-04',
    fails: ({ tool, hour }: Call) => tool === 'execute_query' && hour === 14,
    says: {
      pattern: 'systematic',
      concentrated_in: 'hour, tool',
      suspects: '2026-03-04 14:00, execute_query',
    },
  },
  {
    what: 'the lesser of two warehouses',
    day: '2026-03-08',
    fails: ({ warehouse }: Call) => warehouse === 'desk',
    says: {
      pattern: 'systematic',
      concentrated_in: 'warehouse, tool',
      suspects: 'desk, execute_query',
    },
  },
  {
    what: 'less than half for one user, and the rest for everybody',
    day: '2026-03-07',
    fails: ({ user }: Call, index: number) => index % (user === 'user-3' ? 4 : 23) === 0,
    says: { pattern: 'random', concentrated_in: null, suspects: null },
  },
  {
    what: 'four calls of one user',
    day: '2026-03-05',
    fails: ({ user, tool, hour }: Call) => user === 'user-1' && tool === 'plan' && hour < 10,
    says: { pattern: 'too_few', concentrated_in: null, suspects: null },
  },
] as const) {
  it(`calls it ${says.pattern} where ${what} fails`, async () => {
    await fill(
      day,
      calls.map((call, index) => ({ ...call, failed: fails(call, index) })),
    );
    const rows = await query(
      `select pattern, concentrated_in, suspects from surefoot.v_error_spread where day = $1`,
      [`${day}T00:00:00Z`],
    );
    assert.deepEqual(rows, [says]);
  });
}

it('counts a call once, however often it was tried again', async () => {
  const day = '2026-03-06';
  await fill(
    day,
    calls.map((call, index) => ({ ...call, failed: every(100)(call, index) })),
  );
  await query(
    `insert into surefoot.tool_calls (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool,
                                      user_id, status, started_at, ended_at, error_class)
     select workflow_id, temporal_run_id, activity_id, attempt + 1, month, tenant, run_id, tool, user_id, status,
            started_at, ended_at, error_class
     from surefoot.tool_calls where run_id = $1 and status = 'error'`,
    [day],
  );
  const rows = await query(
    `select errors::integer, users::integer, hours::integer from surefoot.v_error_spread where day = $1`,
    [`${day}T00:00:00Z`],
  );
  assert.deepEqual(rows, [{ errors: 8, users: 8, hours: 1 }]);
});

async function fill(
  day: string,
  told: readonly (Call & { readonly failed: boolean })[],
): Promise<void> {
  const rows = told.map(({ tool, user, hour, warehouse, failed }, index) => ({
    ...{ workflow_id: `surefoot/default/${day}`, temporal_run_id: '1', activity_id: `a-${index}` },
    ...{
      attempt: 1,
      month: `${day.slice(0, 7)}-01`,
      tenant: 'default',
      run_id: day,
      tool,
      warehouse,
    },
    ...{ user_id: user, status: failed ? 'error' : 'success' },
    ...{ error_class: failed ? 'transient' : null },
    started_at: `${day}T${String(hour).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00Z`,
    ended_at: `${day}T23:00:00Z`,
  }));
  await query(
    `insert into surefoot.tool_calls (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool,
                                      user_id, warehouse, status, error_class, started_at, ended_at)
     select workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool, user_id, warehouse, status,
            error_class, started_at, ended_at
     from json_to_recordset($1) as row(workflow_id text, temporal_run_id text, activity_id text,
       attempt integer, month date, tenant text, run_id text, tool text, user_id text, warehouse text, status text, error_class text,
       started_at timestamptz, ended_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}
