import type { Finding } from '../domain/finding.js';

/** What is held against a statement. The caller knows which step it belongs to and adds `where`. */
export type SqlFinding = Omit<Finding, 'where'>;

/** Collects findings, each once, and knows how to say where in the statement they are. */
export class SqlFindings {
  readonly #sql: string;
  readonly #found = new Map<string, SqlFinding>();

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** `location` is the parser's: bytes from 0; negative or absent where the place is not known. */
  add(finding: SqlFinding, location?: number): void {
    const what = `${finding.what}${this.#place(location)}`;
    if (this.#found.size < longestList) {
      this.#found.set(`${finding.code} ${what}`, { ...finding, what });
    }
  }

  get list(): readonly SqlFinding[] {
    return [...this.#found.values()];
  }

  #place(location = -1): string {
    if (location < 0) return '';
    const before = Buffer.from(this.#sql).subarray(0, location).toString();
    return ` (at character ${before.length + 1})`;
  }
}

/** Hostile input could earn thousands; nobody reads past the first dozens. */
const longestList = 40;
