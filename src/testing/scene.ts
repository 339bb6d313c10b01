import type { ScriptInput } from '../embedded/offline/script.js';
import { confirms, type Reply } from './replies.js';

export type Rule = ScriptInput['rules'][number];
export type Role = 'planner' | 'reviewer' | 'interpreter' | 'simplifier';

/** What Claude says to one question: one reply for good, or the replies of a role in order, the last one for good. */
export interface Scene {
  readonly planner: Reply | readonly Reply[];
  /** Confirms, where nothing else is said. */
  readonly reviewer?: Reply | readonly Reply[];
  /** Names the cells that there are, by rules, where nothing else is said. */
  readonly interpreter?: Reply | readonly Reply[];
  /** Knows nothing simpler, where nothing else is said. */
  readonly simplifier?: Reply | readonly Reply[];
}

/** Each run of the question begins with the first replies. */
export function rulesOf(
  question: string,
  { planner, reviewer = confirms, interpreter = byRules, simplifier = byRules }: Scene,
): readonly Rule[] {
  const roles = Object.entries({ planner, reviewer, interpreter, simplifier });
  return roles.flatMap(([role, said]) => [said].flat().map(ruleOf(question, role as Role)));
}

const byRules: Reply = { offline: true };

export function ruleOf(question: string, role: Role) {
  return (reply: Reply, index: number, all: readonly Reply[]): Rule => ({
    name: `${question}, ${role} ${index + 1}`,
    role,
    question: `^${question.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`,
    per: 'run',
    ...(index < all.length - 1 && { times: 1 }),
    reply,
  });
}
