/**
 * Breaks things while runs are under way and checks what was promised: `npm run faults`, `npm run faults -- kill/plan`,
 * `npm run faults -- --long` (2,000 mixed runs more). One JSON line a scenario, then a table.
 */
import { inspect, parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { claudeFaults } from './claude.js';
import { fullDisk } from './disk.js';
import { mixed } from './mixed.js';
import { probes } from './probes.js';
import { kills } from './kills/index.js';
import { judge } from './judge.js';
import { said } from './question.js';
import { tableOf } from './report.js';
import type { Report, Scenario, Verdict } from './scenario.js';
import { openScene } from './scene.js';
import { storeFaults } from './store.js';
import { temporalRestarts } from './temporal.js';
import { warehouseFaults } from './warehouse.js';
import { startWorld, type World } from './world.js';

const { values, positionals: filters } = parseArgs({
  options: { long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const scenarios = [
  ...kills,
  ...temporalRestarts,
  ...claudeFaults,
  ...warehouseFaults,
  ...storeFaults(),
  fullDisk,
  probes,
  ...mixed,
];
const chosen = scenarios.filter(
  ({ name, long = false }) =>
    (values.long || !long) &&
    (filters.length === 0 || filters.some((filter) => name.includes(filter))),
);

/** Scenarios that break nothing that others use run side by side. */
const atOnce = 3;
/** Of what is wrong in one scenario. */
const mostShown = 10;
const reports: Report[] = [];
const failed: string[] = [];
/** What is wrong, said once more in the end, where one looks first. */
const complaints: string[] = [];
let played = 0;

const world = await startWorld();
try {
  const undisturbed = await answerOfCalmRun(world);
  const together = chosen.filter(({ alone = false }) => !alone);
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let next = together.shift(); next !== undefined; next = together.shift()) {
      await play(next, undisturbed);
    }
  });
  await Promise.all(lanes);
  for (const scenario of chosen.filter(({ alone = false }) => alone)) {
    await play(scenario, undisturbed);
  }
} catch (error) {
  failed.push('undisturbed');
  complain(`undisturbed: ${inspect(error)}`);
} finally {
  await world.close();
}
console.log([tableOf(reports), ...complaints].join('\n'));
console.log(`${played - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && played > 0 ? 0 : 1);

async function answerOfCalmRun(world: World): Promise<unknown> {
  const scene = await openScene(world, 'undisturbed');
  try {
    await scene.worker();
    return said(await (await scene.ask('calm')).result());
  } finally {
    await scene.close();
  }
}

async function play(scenario: Scenario, undisturbed: unknown): Promise<void> {
  const { name } = scenario;
  const reason = await scenario.skip?.();
  if (reason !== undefined) {
    console.log(`skipped ${name}: ${reason}`);
    return;
  }
  const began = Date.now();
  played += 1;
  try {
    const { report, problems } = await verdictOn(scenario, undisturbed);
    reports.push(report);
    console.log(JSON.stringify(report));
    for (const problem of problems.slice(0, mostShown)) complain(`${name}: ${problem}`);
    if (problems.length > mostShown) complain(`${name}: ${problems.length} in all`);
    if (problems.length > 0) failed.push(name);
  } catch (error) {
    failed.push(name);
    complain(`${name}: ${inspect(error)}`);
  }
  console.error(`${name} took ${Math.round((Date.now() - began) / 1_000)} s`);
}

function complain(about: string): void {
  const line = `  ${about}`;
  complaints.push(line);
  console.log(line);
}

async function verdictOn(scenario: Scenario, undisturbed: unknown): Promise<Verdict> {
  const { name, proxied = false } = scenario;
  const own = await scenario.prepare?.(world);
  try {
    const scene = await openScene(world, name, { proxied, ...own });
    try {
      return await judge(scene, await scenario.play(scene), undisturbed);
    } finally {
      await scene.close();
    }
  } finally {
    await own?.close();
  }
}
