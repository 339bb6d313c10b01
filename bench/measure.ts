import type { Contestant, Ring } from './contestants.js';
import { cpuMs } from './processes.js';

export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds of runs one after the other, the contestants by turns: what slows the machine slows both. */
export async function latencies(
  contestants: readonly Contestant[],
  { runs, warmUp }: { readonly runs: number; readonly warmUp: number },
): Promise<readonly Latency[]> {
  const times = contestants.map((): number[] => []);
  for (let round = -warmUp; round < runs; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const startedAt = performance.now();
      await contestant.run();
      if (round >= 0) times[index]?.push(performance.now() - startedAt);
    }
  }
  return times.map((each) => ({ p50: percentile(each, 0.5), p95: percentile(each, 0.95) }));
}

export interface Throughput {
  readonly perSecond: number;
  /** Milliseconds of CPU per run; null where the system does not tell. */
  readonly cpu: Readonly<Record<'worker' | 'temporal' | 'postgres', number | null>>;
}

/** Many runs at once, the contestants by turns, in several rounds after one to warm up. */
export async function throughputs(
  contestants: readonly Contestant[],
  { temporal, databases }: Ring,
  options: { readonly runsAtOnce: number; readonly rounds: number; readonly atOnce: number },
): Promise<readonly Throughput[]> {
  const { runsAtOnce: runs, rounds, atOnce } = options;
  const totals = contestants.map(() => ({ ms: 0, worker: 0, temporal: 0, postgres: 0 }));
  for (const contestant of contestants) await atOnceUntilDone(contestant, atOnce, atOnce);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const total = totals[index];
      if (total === undefined) continue;
      const pids = {
        worker: contestant.worker.process.pid ?? 0,
        temporal: temporal.pid,
        postgres: databases.pid,
      };
      const cpuBefore = cpuOf(pids);
      const startedAt = performance.now();
      await atOnceUntilDone(contestant, runs, atOnce);
      total.ms += performance.now() - startedAt;
      const cpuAfter = cpuOf(pids);
      for (const part of parts) total[part] += cpuAfter[part] - cpuBefore[part];
    }
  }
  const count = runs * rounds;
  const perRun = (ms: number) => (process.platform === 'linux' ? ms / count : null);
  return totals.map(({ ms, worker, temporal, postgres }) => ({
    perSecond: (count * 1_000) / ms,
    cpu: { worker: perRun(worker), temporal: perRun(temporal), postgres: perRun(postgres) },
  }));
}

const parts = ['worker', 'temporal', 'postgres'] as const;

function cpuOf(pids: Readonly<Record<(typeof parts)[number], number>>) {
  return {
    worker: cpuMs([pids.worker]) ?? 0,
    temporal: cpuMs([pids.temporal]) ?? 0,
    postgres: cpuMs([pids.postgres]) ?? 0,
  };
}

async function atOnceUntilDone({ run }: Contestant, runs: number, atOnce: number): Promise<void> {
  let begun = 0;
  const oneAfterTheOther = async () => {
    while ((begun += 1) <= runs) await run();
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
