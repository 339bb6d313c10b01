import { readFile } from 'node:fs/promises';
import { markIn } from './question.js';
import type { Scene } from './scene.js';
import { logOf } from './world.js';

/** One beginning of a step's work, as told by who did it: never by the store. */
export interface Execution {
  readonly step: string;
  readonly runId: string;
  readonly atMs: number;
}

/** All of them: of every scene at the warehouse, and of this one's notes. */
export async function executionsOf({ world, journal }: Scene): Promise<readonly Execution[]> {
  const [log, notes] = await Promise.all([
    readFile(logOf(world.warehouse), 'utf8'),
    readFile(journal, 'utf8'),
  ]);
  // A statement of several lines is one entry: an entry begins with its time. Reading on is not beginning.
  const statements = log
    .split(/\n(?=\d{4}-\d\d-\d\d )/)
    .flatMap((entry) =>
      executionIn(entry, /^(\S+ \S+ UTC) .*?LOG:\s+execute (?!fetch from)[^:]+: select \* from \(/),
    );
  return [
    ...statements,
    ...notes.split('\n').flatMap((line) => executionIn(line, /^start (\S+) /)),
  ];
}

/** The pattern's group is the time. */
function executionIn(entry: string, pattern: RegExp): readonly Execution[] {
  const at = pattern.exec(entry)?.[1];
  const mark = markIn(entry);
  return at === undefined || mark === undefined ? [] : [{ ...mark, atMs: Date.parse(at) }];
}
