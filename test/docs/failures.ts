import { closed } from '../../src/domain/breaker.js';
import { runCli } from '../cli/spawn-cli.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import { plan, query, scriptFile } from '../e2e/scripts.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';

/** What one `surefoot ask` printed while something was wrong; times and ids are masked. */
export interface Shown {
  readonly title: string;
  /** What is wrong, in a sentence. */
  readonly when: string;
  readonly output: string;
}

const revenue = 'Show me revenue by region for Q4 2025';
const pairs = 'How many pairs of order lines are there?';
const everything = 'What would revenue be had everyone bought everything?';

/** Every line with every line: an hour's work, and no share of it can be scaled up. */
const endless = query(
  'pairs',
  'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b WHERE a.net_amount < b.net_amount',
);

/** Too much for the time that it gets, but every page of the lines adds its part. */
const heavy = query(
  'revenue',
  `SELECT sum(i.net_amount) AS revenue
   FROM order_archive AS i
   JOIN customers AS c ON c.customer_id <= 600 AND c.customer_id + i.order_id > 0`,
  {
    measure: {
      ...{ name: 'revenue', column: 'revenue', aggregation: 'sum' },
      ...{ additive: true, unit: 'USD' },
    },
  },
);

/** Breaks one thing after another under the real CLI, and returns what a user reads. */
export async function showFailures(): Promise<readonly Shown[]> {
  const script = scriptFile();
  script.add(revenue, { planner: [{ offline: true }], reviewer: [{ offline: true }] });
  script.add(pairs, { planner: [plan([endless], 'Pairs of order lines')] });
  script.add(everything, { planner: [plan([heavy], 'Revenue had everyone bought everything')] });
  const warehouse = await sampleDatabase();
  // So many pages, each part empty, that those of a sample are a three-hundredth of the work: the whole is too much for
  // any machine, and the sample for none. In order, so that the same pages are drawn.
  await runSql(
    warehouse.url,
    `create table order_archive with (fillfactor = 30) as
       select order_id, net_amount from order_items, generate_series(1, 6) order by 1, 2;
     analyze order_archive`,
  );
  const stack = await startStack({
    script: script.path,
    warehouse,
    env: { SUREFOOT_CACHE_FRESH_SECONDS: '1', SUREFOOT_SAMPLE_PERCENT: '0.3' },
  });
  try {
    // What runs out of time spends all of it.
    await stack.worker({ policies: { execute_query: { timeoutMs: 5_000 } } });
    const withStack = (flags: readonly string[], question: string) => ask(stack, question, flags);
    await withStack([], revenue);
    await ageResults(stack);
    await openBreaker(stack);
    const stale = await withStack([], revenue);
    await forgetResults(stack);
    const refused = await withStack([], revenue);
    const escalated = await withStack(['--critical'], revenue);
    await stack.store.breakers.force(breaker, closed, 'test');
    const timedOut = await withStack(['--timeout', '30s'], pairs);
    const sampled = await withStack(['--timeout', '30s'], everything);
    return [
      {
        title: 'The breaker is open',
        when: 'The warehouse failed five times in a row, so it is left alone for a minute; nothing is kept that could stand in.',
        output: refused,
      },
      {
        title: 'A query runs out of time',
        when: 'It is cancelled on the server, and nothing cheaper means the same.',
        output: timedOut,
      },
      {
        title: 'A stale result stands in',
        when: 'The breaker is open, and the same query ran three hours ago.',
        output: stale,
      },
      {
        title: 'A sample stands in',
        when: 'The query runs out of time, and every page of its largest table adds its part.',
        output: sampled,
      },
      {
        title: 'A person is asked',
        when: 'The breaker is open, nothing can stand in, and the run is critical.',
        output: escalated,
      },
    ];
  } finally {
    await stack.close();
    await warehouse.drop();
  }
}

const breaker = 'execute_query@warehouse';

/** As five attempts in a row would leave it that found the warehouse unwell. */
async function openBreaker({ store }: Stack): Promise<void> {
  const policy = { failures: 5, cooldownMs: 600_000 };
  for (let attempt = 0; attempt < policy.failures; attempt += 1) {
    await store.breakers.report(breaker, { holder: 'test', result: { kind: 'unwell' }, policy });
  }
}

async function ageResults({ storeUrl }: Stack): Promise<void> {
  await runSql(
    storeUrl,
    `update surefoot.cache set read_at = read_at - interval '3 hours';
     update surefoot.results set read_at = read_at - interval '3 hours'`,
  );
}

async function forgetResults({ storeUrl }: Stack): Promise<void> {
  await runSql(storeUrl, 'delete from surefoot.cache');
}

async function ask(stack: Stack, question: string, flags: readonly string[]): Promise<string> {
  const words = ['ask', question, ...flags, '--as-of', stack.asOf];
  // The same at each time: a sample is drawn by the run's id.
  const id = ['docs', ...question.split(' ').slice(0, 4), ...flags, (asked += 1)].join('.');
  const { code, stdout, stderr } = await runCli([...words, '--id', id, '--quiet'], stack.env);
  if (stderr !== '') throw new Error(`surefoot ${words.join(' ')} said: ${stderr}`);
  const command = ['surefoot', 'ask', `"${question}"`, ...flags].join(' ');
  return masked(`$ ${command}\n${stdout.trimEnd()}\n(exit code ${code})`, id);
}

let asked = 0;

/** Whatever differs from run to run stands there as a word. */
function masked(text: string, id: string): string {
  return text
    .replaceAll(id, 'RUN')
    .replaceAll(/\bT-[0-9a-f]{12}\b/g, 'TICKET')
    .replaceAll(/\d\d:\d\d:\d\d/g, 'HH:MM:SS')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s)\b/g, 'N s')
    .replaceAll(/\(\d+ calls?, free\)/g, '(N calls, free)')
    .replaceAll(/^(Planner +claude[\w-]*: ).*$/gm, '$1N calls, N tokens');
}
