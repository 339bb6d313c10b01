import type { PoolClient } from 'pg';
import type { Warning } from '../../domain/answer.js';
import { ToolFailure } from '../../domain/failure.js';
import { excessOf } from './role.js';

/** What becomes of a role that may do more than read: nothing runs, or answers say so. */
export type Privileged = 'refuse' | 'warn';

/** Whose role it is: the warehouse's name, and what its URL is set by. */
interface RoleOf {
  readonly name: string;
  readonly called?: string;
}

/** Looks at the session's role before the first statement runs, and again until that was possible. */
export class RoleGate {
  readonly #privileged: Privileged;
  readonly #of: RoleOf;
  #excess: readonly string[] | undefined;

  constructor(privileged: Privileged, of: RoleOf) {
    this.#privileged = privileged;
    this.#of = of;
  }

  /** @throws ToolFailure `privileged_role` */
  async admit(client: PoolClient): Promise<void> {
    this.#excess ??= await excessOf(client);
    if (this.#excess.length === 0 || this.#privileged === 'warn') return;
    throw new ToolFailure({
      error: 'privileged_role',
      class: 'permanent',
      message: tooMuch(this.#excess, this.#of.called),
    });
  }

  get warnings(): readonly Warning[] {
    const excess = this.#excess ?? [];
    if (excess.length === 0) return [];
    const which = this.#of.name === 'warehouse' ? '' : ` ${this.#of.name}`;
    const message = `The warehouse${which} was read as a role that ${listed(excess)}: only the guard stood between Claude's SQL and that.`;
    return [{ code: 'privileged_role', message }];
  }
}

/** One sentence that says what to do. */
function tooMuch(excess: readonly string[], called = 'SUREFOOT_WAREHOUSE_URL'): string {
  return (
    `The role of ${called} ${listed(excess)}: use one that may only read, for which ` +
    '`surefoot migrate --warehouse` prints the grants, or accept the risk with --allow-privileged ' +
    '(SUREFOOT_ALLOW_PRIVILEGED=on), and every answer will say so.'
  );
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
