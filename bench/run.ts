import { parseArgs } from 'node:util';
import { startBaseline, startSurefoot, type Contestant, type Ring } from './contestants.js';
import { historySize, type HistorySize } from './history.js';
import { latencies, throughputs, type Latency, type Throughput } from './measure.js';
import { startConfigured, startDatabases, startWithDefaults } from './servers.js';
import { startStandIn } from './stand-in.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    only: { type: 'string' },
    concurrency: { type: 'boolean' },
  },
});
const t0 = performance.now();
const log = (s: string) => console.error(`${((performance.now() - t0) / 1000).toFixed(1)} s ${s}`);
const [databases, configured, fast, slow] = await Promise.all([
  startDatabases(),
  startConfigured(),
  startStandIn(0),
  startStandIn(50),
]);
log('servers');
const runs = values.quick ? 3 : 30;
try {
  for (const [name, standIn] of [
    ['50 ms', slow],
    ['0 ms', fast],
  ] as const) {
    if (values.only && !name.startsWith(values.only)) continue;
    const ring = { databases, temporal: configured, standIn };
    const contestants = [await startSurefoot(ring), await startBaseline(ring)];
    log(`ready ${contestants.map((c) => c.readyMs.toFixed(0)).join(' ')}`);
    const l = await latencies(contestants, { runs, warmUp: 10 });
    log(`${name} ${JSON.stringify(l)} ratio ${(l[0]!.p50 / l[1]!.p50).toFixed(3)}`);
    for (const c of contestants)
      log(`${c.name} ${JSON.stringify(await historySize(configured.client, await c.run()))}`);
    if (values.concurrency) {
      await throughputs(contestants, ring, { runs: 30, rounds: 1, atOnce: 20 });
      const t = await throughputs(contestants, ring, { runs: 60, rounds: 2, atOnce: 20 });
      log(JSON.stringify(t, (k, v) => (typeof v === 'number' ? +v.toFixed(1) : v)));
    }
    for (const c of contestants) await c.close();
  }
} finally {
  fast.process.kill();
  slow.process.kill();
  await configured.close();
  await databases.close();
}
