import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startOfflineServer } from '../src/embedded/offline/index.js';
import type { JournalCall } from '../src/embedded/offline/journal.js';
import type { ScriptInput } from '../src/embedded/offline/script.js';
import { firstLine } from './processes.js';
import {
  interpretation,
  nineStepPlan,
  nineStepQuestion,
  plan,
  question,
  rowsInterpretation,
  rowsPlan,
  rowsQuestion,
  slowQuestion,
} from './question.js';

/** Claude's stand-in in a process of its own, so that its work is not counted as anyone's. */
export interface StandIn {
  readonly process: ChildProcess;
  readonly url: string;
  calls(): Promise<readonly JournalCall[]>;
}

/** Sizes of the result that a history must not depend on. */
export const rowCounts = [10, 100_000] as const;

const slowMs = 4_000;

function script(delayMs: number): ScriptInput {
  const says = (role: 'planner' | 'reviewer' | 'interpreter', to: string, json: unknown) =>
    ({ name: `${role}: ${to}`, role, question: `^${to}$`, reply: { json, delayMs } }) as const;
  return {
    rules: [
      says('planner', question, plan),
      says('planner', nineStepQuestion, nineStepPlan),
      says('planner', slowQuestion, plan),
      ...rowCounts.flatMap((rows) => [
        says('planner', rowsQuestion(rows), rowsPlan(rows)),
        says('interpreter', rowsQuestion(rows), rowsInterpretation),
      ]),
      says('reviewer', '.*', { reasoning: '', verdict: 'confirmed', findings: [] }),
      {
        ...says('interpreter', slowQuestion, interpretation),
        reply: { json: interpretation, delayMs: slowMs },
      },
      says('interpreter', `${question}.*`, interpretation),
    ],
  };
}

export async function startStandIn(delayMs: number): Promise<StandIn> {
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--import', 'tsx', file, `${delayMs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child);
  return {
    process: child,
    url,
    async calls() {
      const response = await fetch(new URL('/journal', url));
      return ((await response.json()) as { calls: readonly JournalCall[] }).calls;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startOfflineServer({ script: script(Number(process.argv[2])) });
  console.log(url);
}
