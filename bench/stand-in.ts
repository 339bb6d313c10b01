import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startOfflineServer } from '../src/embedded/offline/index.js';
import type { JournalCall } from '../src/embedded/offline/journal.js';
import type { ScriptInput } from '../src/embedded/offline/script.js';
import { firstLine } from './processes.js';
import {
  interpretation,
  plan,
  question,
  rowsInterpretation,
  rowsPlan,
  rowsQuestion,
} from './question.js';

/** Claude's stand-in in a process of its own, so that its work is not counted as anyone's. */
export interface StandIn {
  readonly process: ChildProcess;
  readonly url: string;
  calls(): Promise<readonly JournalCall[]>;
}

export const rowCounts = [10, 100_000] as const;

function script(delayMs: number): ScriptInput {
  const says = (name: string, role: 'planner' | 'reviewer' | 'interpreter', json: unknown) =>
    ({ name, role, reply: { json, delayMs } }) as const;
  return {
    rules: [
      ...rowCounts.map((rows) => ({
        ...says(`plan ${rows} rows`, 'planner', rowsPlan(rows)),
        question: `^${rowsQuestion(rows)}$`,
      })),
      { ...says('interpret rows', 'interpreter', rowsInterpretation), question: '^List' },
      { ...says('plan', 'planner', plan), question: `^${question}$` },
      says('review', 'reviewer', { verdict: 'confirmed', findings: [] }),
      { ...says('interpret', 'interpreter', interpretation), question: `^${question}$` },
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
