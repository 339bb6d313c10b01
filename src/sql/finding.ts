import type { Finding, Place } from '../domain/finding.js';

/**
 * Which check says it: of the tree, of the columns that come out, of what is legal but suspicious, or Postgres itself
 * when it plans. See docs/sql-guard.md.
 */
export type GuardLayer = 'tree' | 'output' | 'lint' | 'explain';

/** What is held against a statement. The caller knows which step it belongs to and adds `where`. */
export interface SqlFinding extends Omit<Finding, 'where'> {
  readonly layer: GuardLayer;
  /** Null where it is about the whole statement. */
  readonly place: Place | null;
}

/** Collects findings, each once, and knows where in the statement they are. */
export class SqlFindings {
  readonly #sql: string;
  readonly #found = new Map<string, SqlFinding>();

  constructor(sql: string) {
    this.#sql = sql;
  }

  /**
   * Whether nobody would read more. Hostile input could earn thousands, and what would help with each costs time: who
   * looks for names that are near asks this first.
   */
  get isFull(): boolean {
    return this.#found.size >= longestList;
  }

  /** `location` is the parser's: bytes from 0; negative or absent where the place is not known. */
  add(finding: Omit<SqlFinding, 'layer' | 'place'> & Partial<SqlFinding>, location = -1): void {
    if (this.isFull) return;
    const place = location < 0 ? null : placeAtByte(this.#sql, location);
    const key = `${finding.code} ${finding.what} ${place?.character}`;
    this.#found.set(key, { layer: 'tree', place, ...finding });
  }

  get list(): readonly SqlFinding[] {
    return [...this.#found.values()];
  }
}

/** `index` counts characters from 0. */
export function placeAt(sql: string, index: number): Place {
  const before = Array.from(sql).slice(0, index);
  const line = before.filter((character) => character === '\n').length + 1;
  return { line, column: index - before.lastIndexOf('\n'), character: index + 1 };
}

/** `location` is the parser's: bytes from 0. */
export function placeAtByte(sql: string, location: number): Place {
  const before = Buffer.from(sql).subarray(0, location).toString();
  return placeAt(before, Array.from(before).length);
}

const longestList = 40;
