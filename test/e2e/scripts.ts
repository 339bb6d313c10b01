import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellFigure, plan, query, says, type Reply } from '../../src/testing/replies.js';
import {
  ruleOf,
  rulesOf,
  type Role,
  type Rule,
  type Scene as TestScene,
} from '../../src/testing/scene.js';
import { temporaryFolder } from '../throwaway.js';

export {
  cellFigure,
  clarification,
  columnFigure,
  confirms,
  derivedFigure,
  plan,
  query,
  refutes,
  says,
  step,
} from '../../src/testing/replies.js';

/** One reply of Claude's, or a fault in its place. */
export type Said = Reply;

/** What Claude says to one question: the replies of a role in order, the last one for good. */
export interface Scene extends TestScene {
  /** What the role's own models say for good, in place of all that; the rest is then the fallback model's. */
  readonly ownModels?: Partial<Record<Role, Said>>;
}

export interface ScriptFile {
  /** For `startStack({ script })`. */
  readonly path: string;
  /** Adds what is said to this question; each run of it begins with the first replies. */
  add(question: string, scene: Scene): void;
}

/** A script that grows with a file's tests, after what is said first. In a file, so that it outlives who is killed. */
export function scriptFile(first: readonly Rule[] = []): ScriptFile {
  const path = join(temporaryFolder(), 'script.json');
  const rules = [...first];
  const write = (): void => {
    // Renamed into place: the stand-in reads it at each call.
    writeFileSync(`${path}.new`, JSON.stringify({ rules }));
    renameSync(`${path}.new`, path);
  };
  write();
  return {
    path,
    add(question, { ownModels = {}, ...scene }) {
      for (const [role, reply] of Object.entries(ownModels)) {
        rules.push({
          ...ruleOf(question, role as Role)(reply, 0, [reply]),
          ...ofOwnModels(question, role),
        });
      }
      rules.push(...rulesOf(question, scene));
      write();
    },
  };
}

/** Every model but the default fallback. */
function ofOwnModels(question: string, role: string) {
  return { name: `${question}, ${role}, own model`, model: '^(?!claude-opus-5-5$)' };
}

/** Of a critical run's text. */
export function refutesText(sentence: string, what: string): Said {
  return {
    json: {
      reasoning: 'It is not the same.',
      verdict: 'refuted',
      findings: [{ sentence, what, fix: 'Say what the figures say.' }],
    },
  };
}

/** The simplest plan that works on the sample, and the words for it. */
export const countsOrders = plan([query('orders', 'SELECT count(*) AS orders FROM orders')]);
export const saysOrders = says('There are {{n}} orders.', cellFigure('n', 'orders', 'orders'));
