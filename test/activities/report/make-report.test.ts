import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectReports } from '../../../src/adapters/store/index.js';
import { makeReport } from '../../../src/activities/report/make-report.js';
import { display, isFigure, plainSentence } from '../../../src/domain/report/render/format.js';
import { renderMarkdown } from '../../../src/domain/report/render/markdown.js';
import type { Report, ReportKind, Section, Sentence } from '../../../src/domain/report/report.js';
import { reportPage } from '../../../src/html/report/report-page.js';
import type { QueryPlans, Statement } from '../../../src/ports.js';
import { storeForTests } from '../../adapters/store/fixtures.js';
import { renderExample, writtenExample } from '../../docs/report-page.js';
import { loadLog } from '../../synthetic/load.js';
import type { AttemptRow } from '../../synthetic/rows.js';
import { exampleTask, log, slowTool, stubborn, week, weekMs } from './planted-log.js';

const { url, query, close } = await storeForTests();
const reports = connectReports({ url });
after(async () => {
  await reports.close();
  await close();
});
await loadLog(url, log);

const reportOf = (kind: ReportKind, period: Report['period'], tenant: string | null = null) => {
  const task = { kind, period, tenant, madeAt: '2026-09-21T06:00:00.000Z' };
  const deps = { reports, plans: [], replay: null };
  return makeReport(task, deps, new AbortController().signal);
};
const ofWeek = await reportOf('week', week);
const ofQuarter = await reportOf('quarter', { from: '2026-07-01', to: '2026-10-01' });

const section = ({ sections }: Report, id: string): Section =>
  sections.find((each) => each.id === id) ?? assert.fail(`There is no section ${id}.`);
const said = (sentences: readonly Sentence[]) => sentences.map(plainSentence);
const about = (sentences: readonly Sentence[], word: string) =>
  said(sentences).filter((sentence) => sentence.includes(word));

const isNow = ({ startedMs }: AttemptRow) => startedMs >= weekMs && startedMs < Date.parse(week.to);
const isOwn = ({ rung, status }: AttemptRow) =>
  ['live', 'cache', 'own_model'].includes(rung ?? 'live') && !/refused|cancelled/.test(status);

/** Postgres's percentile_cont. */
function percentile(fraction: number, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = fraction * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}

test('every figure and cell of a report is what its SQL gives', async () => {
  let checked = 0;
  for (const report of [ofWeek, ofQuarter]) {
    const given = new Map<string, Record<string, unknown>[]>();
    for (const { name, language, text, params } of report.queries) {
      if (language === 'sql') given.set(name, await query(text, params));
    }
    const sentences = [
      ...report.summary,
      ...report.sections.flatMap((each) => [...each.sentences, ...each.advice]),
    ];
    for (const figure of sentences.flat().filter(isFigure)) {
      assert.equal(given.get(figure.query)?.[figure.row]?.[figure.column], figure.value);
      checked += 1;
    }
    for (const table of report.sections.flatMap(({ tables }) => tables)) {
      for (const { row, cells } of table.rows) {
        const columns = table.columns.map(({ column }) => given.get(table.query)?.[row]?.[column]);
        assert.deepEqual(cells, columns, table.title);
        checked += cells.length;
      }
    }
  }
  assert.ok(checked > 500, `only ${checked} were checked`);
});

test('every tool’s first tries, failures and latencies are those of the log', () => {
  const table = section(ofWeek, 'tools').tables[0] ?? assert.fail();
  const own = log.attempts.filter((row) => isNow(row) && isOwn(row));
  const tools = new Set(own.map(({ tool }) => tool));
  assert.equal(table.rows.length, tools.size);
  for (const { cells } of table.rows) {
    const [tool, firstTries, share, , failures, timeouts] = cells;
    const rows = own.filter((row) => row.tool === tool);
    const first = rows.filter(({ attempt }) => attempt === 1);
    const succeeded = first.filter(({ status }) => status === 'success').length;
    assert.deepEqual(
      [firstTries, share, failures, timeouts],
      [
        first.length,
        first.length === 0 ? null : succeeded / first.length,
        rows.filter(({ status }) => status !== 'success').length,
        rows.filter(({ status }) => status === 'timeout').length,
      ],
      String(tool),
    );
  }
});

test('a timeout far beyond what successes take is advised against, with what it wastes', () => {
  const p99 = percentile(
    0.99,
    slowTool.filter(({ status }) => status === 'success').map(({ latencyMs }) => latencyMs ?? 0),
  );
  const [advice] = about(section(ofWeek, 'timeouts').advice, 'crm_lookup');
  assert.equal(
    advice,
    `crm_lookup: 99 in 100 successes come within ${display(p99, 'ms')}; waiting 30 s wastes ` +
      `${display(30_000 - p99, 'ms')} a failure. A timeout of 14 s would lose few of them.`,
  );
});

test('the table whose queries run out of time is named, and no other trait that has few', () => {
  const patterns = about(section(ofWeek, 'timeouts').sentences, 'trait');
  const [table, ...others] = patterns;
  assert.match(table ?? '', /"reads big_events" ran out of time in 50\.0 % of 80, all others in/);
  assert.deepEqual(
    others.map((sentence) => /"(.*?)"/.exec(sentence)?.[1]),
    ['more than a year'],
  );
});

test('a retry that never helped is told apart from those that did', () => {
  const retries = section(ofWeek, 'retries');
  const spent = stubborn.reduce(
    (sum, row) => sum + ((row.attempt ?? 1) > 1 ? (row.latencyMs ?? 0) : 0),
    0,
  );
  assert.deepEqual(said(retries.advice), [
    `Trying fax_gateway again after always_broken helped in 0 of 12 cases and took ${display(spent, 'ms')} in all: do not repeat it, or repair what causes it.`,
  ]);
  assert.deepEqual(about(retries.sentences, 'fax_gateway'), []);
});

test('a tool that became slower is named with both figures, and one with too few calls is not', () => {
  const latency = section(ofWeek, 'latency').sentences;
  assert.deepEqual(about(latency, 'weather'), [
    '95 in 100 successes of weather came within 5.1 s, against 556 ms the period before: slower than before.',
  ]);
  assert.deepEqual(about([...latency, ...ofWeek.summary], 'rare'), []);
});

test('a breaker’s time is that of its changes', () => {
  assert.deepEqual(about(section(ofWeek, 'breakers').sentences, 'execute_query@warehouse'), [
    'The breaker execute_query@warehouse opened 1 time and was open for 30 min in all.',
  ]);
});

test('steps that nothing stood in for are counted', () => {
  const [advice] = about(section(ofQuarter, 'uncaught').advice, 'crm_lookup');
  assert.match(
    advice ?? '',
    /^For 6 of 6 steps of crm_lookup that failed with tool_timeout no lower rung was tried/,
  );
});

test('a prompt whose first plans are refused more often is called worse, with both counts', () => {
  const usual = firstPlans('claude-sonnet-5-5', 'planner-1');
  assert.ok(usual.length > 120);
  const models = section(ofQuarter, 'models');
  const shareOf = (valid: number, of: number) => `${display(valid / of, 'share')} of ${of}`;
  const valid = usual.filter(({ isRefused }) => !isRefused).length;
  const told = about(models.sentences, 'Plans of claude-sonnet-5-5');
  assert.match(told[0] ?? '', new RegExp(`planner-1 .* in ${shareOf(valid, usual.length)}\\.$`));
  assert.match(told[1] ?? '', new RegExp(`planner-2 .* in ${shareOf(72, 120)}: worse than that`));
  assert.equal(about(models.advice, 'planner-2 is worse').length, 1);
});

/** The first reply of each run to `plan`, where the question was not asked back. */
function firstPlans(model: string, prompt: string) {
  const outcomes = new Map(log.events.map((event) => [`${event.runId} ${event.key}`, event.data]));
  const first = new Map<string, AttemptRow>();
  for (const row of log.attempts) {
    if (row.tool !== 'plan' || row.status !== 'success') continue;
    const known = first.get(row.runId);
    if (known === undefined || known.startedMs > row.startedMs) first.set(row.runId, row);
  }
  return [...first.values()]
    .filter((row) => row.model === model && row.promptVersion === prompt)
    .map(({ runId, replyId }) => outcomes.get(`${runId} plan.refused:${replyId}`)?.['findings'])
    .filter((findings) => !(Array.isArray(findings) && findings.length === 0))
    .map((findings) => ({ isRefused: findings !== undefined }));
}

test('what Claude got wrong most is counted as the log has it', () => {
  const [told] = about(section(ofWeek, 'findings').sentences, 'planted_finding');
  assert.match(
    told ?? '',
    /^What Claude got wrong most is planted_finding \(in a plan\): 48 times in 48 runs/,
  );
});

test('slow queries are grouped without their constants', () => {
  const [row] = section(ofQuarter, 'slow').sentences.filter((sentence) =>
    plainSentence(sentence).includes('big_events'),
  );
  assert.match(
    plainSentence(row ?? []),
    /asked 80 times and took 16 s at the median: SELECT count\(\*\) FROM big_events WHERE happened_at >= \$1 AND kind = \$2\./,
  );
});

test('a slow query’s plan says what may help, and is kept for when the warehouse is away', async () => {
  const scan = { depth: 0, node: 'Seq Scan', relation: 'big_events', rows: 900, cost: 41_000 };
  const planned = { ...scan, table_rows: 2_000_000, condition: 'happened_at, kind' };
  const asked: Statement[] = [];
  const known: QueryPlans = {
    name: 'warehouse',
    planRows: async (statement) => {
      asked.push(statement);
      if (statement.sql.includes('big_events')) return [planned];
      throw new Error('no other table is here');
    },
  };
  const task = { ...exampleTask, kind: 'month' } as const;
  const { signal } = new AbortController();
  // Midnight may pass meanwhile.
  const days = [today()];
  const month = await makeReport(task, { reports, plans: [known], replay: null }, signal);
  days.push(today());
  const statement = asked.find(({ sql }) => sql.includes('big_events'));
  assert.deepEqual([statement?.params, statement?.tenant], [['2020-01-01'], 'default']);
  assert.match(
    about(section(month, 'slow').advice, 'big_events').join('\n'),
    /an index on big_events\(happened_at, kind\) may help: the plan reads all of about 2,000,000 rows to keep about 900\./,
  );
  const away = await makeReport(task, { reports, plans: [], replay: null }, signal);
  assert.match(
    about(section(away, 'slow').sentences, 'big_events').join('\n'),
    new RegExp(`The warehouse could not be asked: its plan is that of (?:${days.join('|')})\\.`),
  );
  assert.match(said(section(away, 'slow').sentences).join('\n'), /no earlier plan is kept/);
});

test('a period without anything reads well, as does a store without anything', async () => {
  const then = { from: '2020-01-01', to: '2020-04-01' };
  const empty = await reportOf('quarter', then);
  assert.deepEqual(said(empty.summary), [
    'The store’s oldest run is of 2026-09-07: of this period there may be only a part.',
    'Nothing was asked in this period.',
  ]);
  const nobody = await reportOf('quarter', then, 'nobody');
  assert.deepEqual(said(nobody.summary), ['Nothing was asked in this period.']);
  assert.match(renderMarkdown(nobody), /^- Nothing was asked in this period\.$/m);
  assert.match(reportPage(nobody), /<li>Nothing was asked in this period\.<\/li>/);
});

test('a run alone is told as one run, with nothing concluded from it', async () => {
  const alone = await reportOf('quarter', { from: '2026-07-01', to: '2026-10-01' }, 'alone');
  assert.equal(
    said(alone.summary)[1],
    '1 question was asked; 1 got an answer (100.0 %). There is no period before to compare with.',
  );
  assert.deepEqual(
    alone.sections.flatMap(({ advice }) => said(advice)),
    [],
  );
  for (const text of [renderMarkdown(alone), reportPage(alone)]) {
    assert.doesNotMatch(text, /NaN|undefined|Infinity|\b1 (times|runs|questions|answers)\b/);
  }
});

/** The same SQL on two warehouses, of which one is slow; of another table each has as many. */
const onTwoWarehouses = `
  insert into surefoot.tool_calls
    (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool, warehouse, step, status, error_class,
     error_name, rung, started_at, ended_at, latency_ms, parameters)
  select 'two', 't', concat_ws('-', warehouse, relation, rung, n), 1, '2026-02-01', 'default', 'two', 'execute_query',
         warehouse, 's' || n, case when is_late then 'timeout' else 'success' end, case when is_late then 'timeout' end,
         case when is_late then 'tool_timeout' end, rung, began, began + ms * interval '1 ms', ms,
         jsonb_build_object('sql', 'SELECT count(*) FROM ' || relation || ' WHERE kind = ''k''', 'params', '[]'::jsonb,
           'warehouse', warehouse)
  from (values ('sales', 100, 0), ('desk', 2000, 20)) as of (warehouse, ms, late),
       (values ('events', 'live'), ('calls', 'live'), ('events', 'stale_cache')) as kinds (relation, rung),
       generate_series(1, case rung when 'live' then 60 else 5 end) as n,
       lateral (select relation = 'events' and rung = 'live' and n <= late as is_late,
                       '2026-02-03'::timestamptz + n * interval '1 minute' as began) as how`;

test('several warehouses are told apart wherever a tool, a pattern or a query is', async () => {
  await query(onTwoWarehouses);
  const asked: string[] = [];
  const plansOf = (name: string): QueryPlans => ({
    name,
    planRows: async () => {
      asked.push(name);
      const scan = { depth: 0, node: 'Seq Scan', relation: 'events', rows: 9, cost: 41_000 };
      return [{ ...scan, table_rows: 2_000_000, condition: name }];
    },
  });
  const period = { from: '2026-02-01', to: '2026-03-01' };
  const task = { ...exampleTask, kind: 'month', period } as const;
  const { signal } = new AbortController();
  const deps = { reports, plans: [plansOf('sales'), plansOf('desk')], replay: null };
  const month = await makeReport(task, deps, signal);
  const firstCells = (id: string, title: string, many: number) =>
    section(month, id)
      .tables.filter((table) => table.title.startsWith(title))
      .flatMap(({ rows }) => rows.map(({ cells }) => cells.slice(0, many).join(' ')));
  assert.deepEqual(firstCells('tools', 'First tries', 1), [
    'execute_query@desk',
    'execute_query@sales',
  ]);
  assert.deepEqual(firstCells('fallbacks', 'What stood in', 2), [
    'execute_query@desk stale_cache',
    'execute_query@sales stale_cache',
  ]);
  const timeouts = section(month, 'timeouts');
  assert.match(said(timeouts.sentences)[0] ?? '', /^execute_query@desk ran out of time 20 times/);
  assert.deepEqual(about(timeouts.sentences, 'reads events'), [
    'Queries of desk with the trait "reads events" ran out of time in 33.3 % of 60, all others of desk in 0.0 % of 60.',
  ]);
  assert.match(said(timeouts.advice).join('\n'), /^execute_query@desk: /);
  const slow = section(month, 'slow');
  const told = said(slow.sentences).map((sentence) => /^Query \d of \w+/.exec(sentence)?.[0]);
  const inOrder = ['desk', 'desk', 'sales', 'sales'];
  assert.deepEqual(
    told,
    inOrder.map((name, index) => `Query ${index + 1} of ${name}`),
  );
  assert.deepEqual(asked, inOrder);
  assert.deepEqual(firstCells('slow', 'Slowest', 1), inOrder);
  assert.match(
    said(slow.advice).join('\n'),
    /Query 1 of desk: an index on events\(desk\) may help/,
  );
  const away = await makeReport(task, { ...deps, plans: [] }, signal);
  const kept = section(away, 'slow').tables.filter(({ title }) => title.startsWith('Plan of'));
  assert.deepEqual(
    kept.flatMap(({ rows }) => rows.map(({ cells }) => cells[3])),
    inOrder,
  );
});

test('docs/reports-example.md is this week’s report', async () => {
  assert.equal(renderExample(ofWeek), await writtenExample());
});

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
