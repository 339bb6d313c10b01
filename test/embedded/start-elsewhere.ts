import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { temporalCliForTests } from '../support.js';

const Started = z.object({
  temporal: z.object({ address: z.string(), uiUrl: z.string(), pid: z.int() }),
  databases: z.object({ store: z.string(), warehouse: z.string(), warehouseOwner: z.string() }),
});

/** Another Surefoot process with the same home. */
export interface Elsewhere extends z.infer<typeof Started> {
  readonly process: ChildProcess;
  /** Lets it end in its way, and waits. */
  finish(): Promise<void>;
  /** Ends it by a signal, and waits. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** `close` closes its servers before it ends; `forget` just ends, and `hurry` while it closes them. */
export async function startElsewhere(
  home: string,
  ending: 'close' | 'forget' | 'hurry' = 'close',
): Promise<Elsewhere> {
  const starter = fileURLToPath(new URL('./starter.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', starter, home, ending], {
    env: { ...process.env, SUREFOOT_TEMPORAL_CLI: await temporalCliForTests() },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const line = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (line.done === true) throw new Error('The other process ended before it said anything.');
  return {
    ...Started.parse(JSON.parse(line.value)),
    process: child,
    async finish() {
      child.stdin.write('\n');
      await exit;
    },
    async kill(signal) {
      child.kill(signal);
      await exit;
    },
  };
}
