import type { ApiRole } from '../ports.js';
import type { Caller } from './caller.js';
import { HttpProblem } from './problem.js';

const ranks = { user: 0, approver: 1, operator: 2 } as const satisfies Record<ApiRole, number>;

/** Each role may do what those before it may. @throws HttpProblem */
export function requireRole({ role }: Caller, needed: ApiRole): void {
  if (ranks[role] >= ranks[needed]) return;
  throw new HttpProblem(
    'role-needed',
    `This takes a key of role ${needed}: \`surefoot keys create --role ${needed}\` makes one.`,
  );
}
