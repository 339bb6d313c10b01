import { rowsOf } from '../e2e/watching.js';
import type { Activity } from './history.js';
import { executionsOf, type Execution } from './journals.js';
import type { Asked, Scene } from './scene.js';

/**
 * Work that was done again: by an execution that began after its step's result was kept, by one without an attempt that
 * could have begun it, or by a step that succeeded twice.
 */
export async function repeatsIn(
  scene: Scene,
  runs: readonly (Asked & { readonly activities: readonly Activity[] })[],
): Promise<readonly string[]> {
  const [executions, keptAt, notBegun] = await Promise.all([
    executionsOf(scene),
    whenKept(scene),
    attemptsNotBegun(scene),
  ]);
  const sees = executions.some(({ step }) => step !== 'note');
  if (keptAt.size > 0 && !sees)
    return ['the warehouse’s log shows no query, though results were kept'];
  return runs.flatMap(({ runId, activities }) =>
    [...new Set(activities.flatMap(stepOf))].flatMap((step) => {
      const ofStep = activities.filter((activity) => stepOf(activity)[0] === step);
      return repeatsOf(`${runId} ${step}`, {
        executions: executions.filter((each) => each.runId === runId && each.step === step),
        keptAtMs: keptAt.get(`${runId} ${step}`) ?? Infinity,
        mayHaveBegun: ofStep.reduce((sum, each) => sum + timesOf(each), 0),
        notBegun: notBegun.get(`${runId} ${step}`) ?? 0,
        successes: ofStep.filter(({ completed }) => completed).length,
      });
    }),
  );
}

interface StepFacts {
  readonly executions: readonly Execution[];
  readonly keptAtMs: number;
  readonly mayHaveBegun: number;
  readonly notBegun: number;
  readonly successes: number;
}

function repeatsOf(
  name: string,
  { executions, keptAtMs, mayHaveBegun, notBegun, successes }: StepFacts,
): readonly string[] {
  const late = executions.filter(({ atMs }) => atMs > keptAtMs).length;
  const most = mayHaveBegun - notBegun;
  return [
    ...(late > 0 ? [`${name} ran ${late} times after its result was kept`] : []),
    ...(executions.length > most
      ? [`${name} ran ${executions.length} times in ${most} attempts`]
      : []),
    ...(successes > 1 ? [`${name} succeeded ${successes} times`] : []),
  ];
}

/** `quick-1`, `quick-1-sample`, `quick-1-live-2`: a step with the plan's version. Other ids have a dot. */
function stepOf({ id }: Activity): readonly string[] {
  const step = /^([^.]+?)-\d+(?:-[a-z_]+)?(?:-\d+)?$/.exec(id)?.[1];
  return step === undefined ? [] : [step];
}

/** A sample that gives no figure looks at the first rows instead, in the same attempt. */
function timesOf({ id, attempts }: Activity): number {
  return id.endsWith('-sample') ? 2 * attempts : attempts;
}

/**
 * When each step's own or a lower rung's result was first there: whoever tries again takes it from there. What is copied
 * from the cache has the time of another run's reading.
 */
async function whenKept({ storeUrl }: Scene): Promise<ReadonlyMap<string, number>> {
  const results = await rowsOf(
    storeUrl,
    `select run_id || ' ' || substring(result_id from '\\.([^.]+?)-\\d+[^.]*\\.\\d+$') as key,
            (extract(epoch from min(read_at)) * 1000)::float8 as at
     from surefoot.results where result_id !~ '-stale_cache\\.\\d+$' and result_id not like '%.cached'
     group by 1`,
  );
  return new Map(results.map(({ key, at }) => [String(key), Number(at)]));
}

/** Those that a breaker refused, and those that were served from the cache. */
async function attemptsNotBegun({ storeUrl }: Scene): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf(
    storeUrl,
    `select run_id || ' ' || step as key, count(*)::integer as n from surefoot.tool_calls
     where step is not null
       and (status = 'refused' or rung in ('cache', 'stale_cache') or activity_id like '%-stale_cache')
     group by 1`,
  );
  return new Map(rows.map(({ key, n }) => [String(key), Number(n)]));
}
