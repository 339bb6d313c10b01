import { appendFile, readFile, truncate } from 'node:fs/promises';
import { z } from 'zod';

/** One call of the Messages API, as the server answered it. */
export const JournalCall = z.object({
  /** From 1, in the order in which calls came in. */
  call: z.int(),
  time: z.string(),
  role: z.string(),
  run: z.string(),
  model: z.string(),
  /** Of the request's body: the same request has the same hash. */
  hash: z.string(),
  /** The rule of the script that answered; null where none did. */
  rule: z.string().nullable(),
  status: z.int(),
  /** Why the reply ended; null for an error. */
  stop: z.string().nullable(),
  stream: z.boolean(),
});
export type JournalCall = z.infer<typeof JournalCall>;

/** Remembers calls in memory and, where it has a file, in one JSON line each. */
export interface Journal {
  /** Calls so far, those of earlier servers with the same file first. */
  calls(): readonly JournalCall[];
  /** How often a rule has answered; for one run, where it is given. */
  used(rule: string, run?: string): number;
  /** In memory at once, so that the next call counts it; the promise is for the file. */
  add(call: Omit<JournalCall, 'call'>): Promise<JournalCall>;
}

/** Goes on where the file ends, so that a restarted server plays its script from there. */
export async function openJournal(path?: string): Promise<Journal> {
  const calls = path === undefined ? [] : [...(await readJournal(path))];
  if (path !== undefined) await dropCutLine(path);
  const uses = new Map<string, number>();
  for (const call of calls) count(call);
  let written: Promise<void> = Promise.resolve();

  return {
    calls: () => calls,
    used: (rule, run) => uses.get(keyOf(rule, run)) ?? 0,
    async add(facts) {
      const call = { call: calls.length + 1, ...facts };
      calls.push(call);
      count(call);
      if (path !== undefined) {
        const line = `${JSON.stringify(call)}\n`;
        // A line that could not be written is its caller's to hear of, and not of all after it.
        written = written.catch(() => undefined).then(() => appendFile(path, line));
        await written;
      }
      return call;
    },
  };

  function count({ rule, run }: JournalCall): void {
    if (rule === null) return;
    for (const key of [keyOf(rule), keyOf(rule, run)]) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
}

/** The calls in a journal's file; none where there is no file. A last line cut short by a crash is passed over. */
export async function readJournal(path: string): Promise<readonly JournalCall[]> {
  return (await wholeLines(path)).text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JournalCall.parse(JSON.parse(line)));
}

/** A next line would otherwise be written behind what a crash left of the last one. */
async function dropCutLine(path: string): Promise<void> {
  const { text, cut } = await wholeLines(path);
  if (cut) await truncate(path, Buffer.byteLength(text));
}

async function wholeLines(path: string): Promise<{ readonly text: string; readonly cut: boolean }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const end = text.lastIndexOf('\n') + 1;
  return { text: text.slice(0, end), cut: end < text.length };
}

function keyOf(rule: string, run?: string): string {
  return run === undefined ? rule : JSON.stringify([rule, run]);
}
