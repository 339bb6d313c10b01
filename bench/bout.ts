import { startBaseline, startSurefoot, type Contestant, type Ring } from './contestants.js';
import { historySize, type HistorySize } from './history.js';
import { latencies, throughputs, type Latency, type Throughput } from './measure.js';
import { killed } from './processes.js';
import { nineStepQuestion, question } from './question.js';

export interface Effort {
  readonly warmUp: number;
  /** One after the other. */
  readonly runs: number;
  /** At once: `atOnce` of them, `runsAtOnce` in each of `rounds`. */
  readonly atOnce: number;
  readonly runsAtOnce: number;
  readonly rounds: number;
}

/** What was measured of one contestant. */
export interface Score extends Latency, HistorySize {
  readonly name: string;
  readonly readyMs: number;
  readonly throughput: Throughput;
}

export interface Bout {
  readonly surefoot: Score;
  /** Surefoot with the baseline's nine steps. */
  readonly sameSteps: Score;
  readonly baseline: Score;
  /** Surefoot's hops with none of its work. */
  readonly bare: Score;
  /** The same with its durable acts. */
  readonly durable: Score;
}

/** All contestants by turns, on the same servers, in the same minutes. */
export async function bout(ring: Ring, effort: Effort): Promise<Bout> {
  const surefoot = await startSurefoot(ring);
  const byHand = await startBaseline(ring);
  try {
    const contestants = [
      surefoot.asking('surefoot', question),
      surefoot.asking('surefoot, the same steps', nineStepQuestion),
      byHand.baseline,
      byHand.bare,
      byHand.durable,
    ] as const;
    const times = await latencies(contestants, effort);
    const rates = await throughputs(contestants, ring, effort);
    const [own, sameSteps, theirs, bare, durable] = contestants;
    return {
      surefoot: await scoreOf(own, 0),
      sameSteps: await scoreOf(sameSteps, 1),
      baseline: await scoreOf(theirs, 2),
      bare: await scoreOf(bare, 3),
      durable: await scoreOf(durable, 4),
    };

    async function scoreOf(contestant: Contestant, index: number): Promise<Score> {
      const size = await historySize(ring.temporal.client, await contestant.run());
      const { name, worker } = contestant;
      const latency = times[index];
      const throughput = rates[index];
      if (latency === undefined || throughput === undefined) throw new Error(`${name} did not run`);
      return { name, readyMs: worker.readyMs, ...latency, ...size, throughput };
    }
  } finally {
    await surefoot.close();
    await killed(byHand.worker.process);
  }
}
