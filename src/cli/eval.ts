import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { againstBaseline } from '../domain/evaluation/against-baseline.js';
import {
  scoreOf,
  totalsOf,
  type Evaluation,
  type Outcome,
} from '../domain/evaluation/evaluation.js';
import { whyNotReady, type Suite, type SuiteCase } from '../domain/evaluation/suite.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { askSuite, newSession } from './eval/ask-suite.js';
import { admitGold } from './eval/gold.js';
import { baselineOf, suiteOf } from './eval/read-files.js';
import { workersFor } from './eval/workers-for.js';
import { UsageError } from './failures.js';
import { formatDuration } from '../domain/shown/duration.js';
import { costWords, renderEvaluation, type EvaluationView } from './render/evaluation.js';
import { dollars, wholeNumber } from './number-arguments.js';

interface EvalFlags {
  readonly model?: string;
  readonly taskQueue?: string;
  readonly only?: readonly string[];
  readonly repeat: number;
  readonly concurrency: number;
  readonly maxCost: number;
  readonly minAccuracy: number;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly user: string;
  readonly session?: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

/** How often the answers are right, and what that costs. */
export function evalCommand(run: Run): Command {
  return new Command('eval')
    .description('ask the questions of a suite, and hold the answers against gold SQL')
    .argument('<suite>', 'YAML: questions with their SQL, as `feedback list --cases` prints them')
    .option('--model <name>', 'who plans and writes (default: as the settings say)')
    .option(
      '--task-queue <name>',
      'ask the workers that poll this queue, rather than one that is started for it',
    )
    .option('--only <ids>', 'only these cases, separated by commas', idList)
    .option('--repeat <number>', 'how often each question is asked', wholeNumber(999), 1)
    .option('--concurrency <number>', 'questions at once', wholeNumber(999), 2)
    .option(
      '--max-cost <dollars>',
      'begin no question once the runs have cost that much',
      dollars,
      Infinity,
    )
    .option('--min-accuracy <share>', 'fail below it: 0.9 or 90%', share, 0)
    .option('--baseline <file>', 'fail where a case is right less often than in that evaluation')
    .option('--write-baseline <file>', 'keep what it came to, for --baseline')
    .option('--user <name>', 'who asks, for the log', 'eval')
    .option('--session <name>', 'what the runs belong to, for the log (default: a name of its own)')
    .option('--tenant <name>', 'whose runs they are (default: as the suite says)')
    .option('--json', 'print the evaluation as JSON, with every run')
    .addHelpText('after', exitCodes)
    .action((file: string, flags: EvalFlags) => run((context) => evaluate(file, flags, context)));
}

const exitCodes = `
Exit codes:
  0  asked, and not worse than was wanted
  6  below --min-accuracy, or a case is right less often than in --baseline
  5  --max-cost was reached before all were asked
  2  used wrongly, or the suite's SQL may not run: nothing was asked
  1  something is broken or out of reach`;

async function evaluate(file: string, flags: EvalFlags, context: Context): Promise<number> {
  if (flags.writeBaseline !== undefined && flags.only !== undefined) {
    throw new UsageError('--write-baseline keeps the whole suite: leave --only out.');
  }
  const suite = await suiteOf(file);
  const baseline = flags.baseline === undefined ? undefined : await baselineOf(flags.baseline);
  const { cases, leftOut } = chosen(suite, flags);
  const view = await asked({ name: suite.name, cases, session: flags.session }, flags, context);
  const { evaluation, outcomes, notAsked } = view;
  const wanted = baseline && {
    ...baseline,
    cases: baseline.cases.filter(({ id }) => flags.only?.includes(id) ?? true),
  };
  const against = wanted && againstBaseline(evaluation, wanted);
  show({ evaluation, outcomes, leftOut, notAsked, baseline: wanted, against }, flags, context);
  const isComplete = notAsked === 0;
  if (flags.writeBaseline !== undefined) {
    await keepBaseline(flags.writeBaseline, { evaluation, isComplete }, context);
  }
  const { accuracy } = evaluation.totals;
  if (accuracy < flags.minAccuracy || (against?.regressed.length ?? 0) > 0) return 6;
  return isComplete ? 0 : 5;
}

function chosen({ cases }: Suite, { only, tenant }: EvalFlags) {
  const unknown = only?.filter((id) => !cases.some((each) => each.id === id)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(`The suite has no case ${unknown.join(', ')}: --only names others.`);
  }
  const wanted = cases.filter(({ id }) => only?.includes(id) ?? true);
  const leftOut = wanted.flatMap((each) => {
    const why = whyNotReady(each);
    return why === undefined ? [] : [{ id: each.id, why }];
  });
  const ready = wanted
    .filter((each) => whyNotReady(each) === undefined)
    .map((each) => (tenant === undefined ? each : { ...each, tenant }));
  if (ready.length === 0) {
    const reasons = leftOut.map(({ id, why }) => `  ${id}: ${why}`);
    throw new UsageError(`The suite has no case that can be asked:\n${reasons.join('\n')}`);
  }
  return { cases: ready, leftOut };
}

interface Questions {
  readonly name: string;
  readonly cases: readonly SuiteCase[];
  readonly session: string | undefined;
}

async function asked(
  { name, cases, session = newSession(new Date()) }: Questions,
  flags: EvalFlags,
  context: Context,
) {
  const { outside, interrupt, terminal } = context;
  const { stderr } = terminal;
  const workers = await workersFor({ ...flags, session }, context);
  try {
    const connected = await unlessInterrupted(outside.connectEvaluation(workers.config), interrupt);
    const done: Outcome[] = [];
    try {
      const { judgeSql } = await outside.loadJudge();
      const { warehouses } = connected;
      const ready = await admitGold(cases, { warehouses, judgeSql, signal: interrupt });
      const { repeat, concurrency, maxCost: maxCostUsd, user } = flags;
      const { outcomes, notAsked } = await askSuite(
        ready,
        {
          ...{ session, user, repeat, concurrency, maxCostUsd, asOf: workers.asOf },
          onOutcome({ wanted }, outcome) {
            done.push(outcome);
            const mark = outcome.correct ? stderr.style.green('✓') : stderr.style.red('✗');
            const took = stderr.style.dim(formatDuration(outcome.totalMs));
            stderr.lines([`${mark} ${wanted.id} ${took}`]);
          },
        },
        { ...connected, signal: interrupt },
      );
      return { evaluation: evaluationOf(name, cases, outcomes), outcomes, notAsked };
    } catch (error) {
      // What was paid is said, whatever came between.
      if (done.length > 0) stderr.lines([`Cost so far: ${costWords(summed(done))}`]);
      throw error;
    } finally {
      await connected.close();
    }
  } finally {
    await workers.close();
  }
}

function evaluationOf(
  suite: string,
  cases: readonly SuiteCase[],
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): Evaluation {
  return {
    suite,
    evaluatedAt: new Date().toISOString(),
    ...summed([...outcomes.values()].flat()),
    cases: cases.flatMap((each) => {
      const own = outcomes.get(each.id);
      return own === undefined ? [] : [scoreOf(each, own)];
    }),
  };
}

function summed(outcomes: readonly Outcome[]) {
  const planners = new Set(outcomes.map(({ planner }) => planner).filter((each) => each !== ''));
  return { planners: [...planners].toSorted(), totals: totalsOf(outcomes) };
}

function show(view: EvaluationView, { json }: EvalFlags, { terminal }: Context): void {
  const { stdout } = terminal;
  if (json !== true) {
    stdout.lines(renderEvaluation(view, { style: stdout.style, width: stdout.width() }));
    return;
  }
  const { evaluation, outcomes, leftOut, notAsked, against = null } = view;
  const cases = evaluation.cases.map((each) => ({
    ...each,
    outcomes: outcomes.get(each.id) ?? [],
  }));
  stdout.write(
    `${JSON.stringify({ ...evaluation, leftOut, notAsked, against, cases }, null, 2)}\n`,
  );
}

async function keepBaseline(
  file: string,
  { evaluation, isComplete }: { readonly evaluation: Evaluation; readonly isComplete: boolean },
  { terminal: { stderr } }: Context,
): Promise<void> {
  if (!isComplete) {
    stderr.lines([`${file} was not written: not all questions were asked.`]);
    return;
  }
  await writeFile(file, `${JSON.stringify(evaluation, null, 2)}\n`).catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be written: give a file in a folder that is there.`, {
      cause,
    });
  });
  stderr.lines([`Baseline written to ${file}.`]);
}

function idList(text: string): readonly string[] {
  return text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));
}

function share(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (/^\d*\.?\d+%?$/.test(text) && value <= 1) return value;
  throw new InvalidArgumentError('Use a share such as 0.9 or 90%.');
}
