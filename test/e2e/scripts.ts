import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptInput } from '../../src/embedded/offline/script.js';
import { temporaryFolder } from '../throwaway.js';

type Rule = ScriptInput['rules'][number];

/** One reply of Claude's, or a fault in its place. */
export type Said = Rule['reply'];

/** What Claude says to one question: the replies of a role in order, the last one for good. */
export interface Scene {
  readonly planner: readonly Said[];
  /** Confirms, where nothing else is said. */
  readonly reviewer?: readonly Said[];
  /** The offline rules, where nothing else is said. */
  readonly interpreter?: readonly Said[];
  /** The offline rules, which know nothing simpler, where nothing else is said. */
  readonly simplifier?: readonly Said[];
  /** What the role's own models say for good, in place of all that; the rest is then the fallback model's. */
  readonly ownModels?: Partial<Record<Role, Said>>;
}

export interface ScriptFile {
  /** For `startStack({ script })`. */
  readonly path: string;
  /** Adds what is said to this question; each run of it begins with the first replies. */
  add(question: string, scene: Scene): void;
}

/** A script that grows with the tests of a file, after what is said first of all. It lives in a file, so that it outlives whoever is killed. */
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
    add(
      question,
      {
        planner,
        reviewer = [confirms],
        interpreter = [{ offline: true }],
        simplifier = [{ offline: true }],
        ownModels = {},
      },
    ) {
      for (const [role, reply] of Object.entries(ownModels)) {
        rules.push({
          ...asRule(question, role as Role)(reply, 0, [reply]),
          ...ofOwnModels(question, role),
        });
      }
      const roles = Object.entries({ planner, reviewer, interpreter, simplifier });
      rules.push(...roles.flatMap(([role, said]) => said.map(asRule(question, role as Role))));
      write();
    },
  };
}

type Role = 'planner' | 'reviewer' | 'interpreter' | 'simplifier';

function asRule(question: string, role: Role) {
  return (reply: Said, index: number, all: readonly Said[]): Rule => ({
    name: `${question}, ${role} ${index + 1}`,
    role,
    question: `^${question.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`,
    per: 'run',
    ...(index < all.length - 1 && { times: 1 }),
    reply,
  });
}

/** Every model but the default fallback. */
function ofOwnModels(question: string, role: string) {
  return { name: `${question}, ${role}, own model`, model: '^(?!claude-opus-5-5$)' };
}

export const confirms: Said = {
  json: { reasoning: 'It is the same.', verdict: 'confirmed', findings: [] },
};

export function refutes(step: string, what: string): Said {
  return {
    json: {
      reasoning: 'It is not the same.',
      verdict: 'refuted',
      findings: [{ step, what, fix: 'Ask for what was asked.' }],
    },
  };
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

/** A plan as the planner returns it. */
export function plan(steps: readonly object[], intent = 'What was asked'): Said {
  return { json: { intent, clarification: { question: '', options: [] }, steps } };
}

export function clarification(question: string, options: readonly string[]): Said {
  return { json: { intent: 'What was asked', clarification: { question, options }, steps: [] } };
}

interface QueryMore {
  readonly dependsOn?: readonly string[];
  readonly onFailure?: 'abort' | 'skip' | 'replan';
  readonly params?: readonly object[];
  readonly measure?: object;
  readonly limit?: number;
  readonly expect?: object;
}

/** A step that reads the warehouse and declares no more than it has to. */
export function query(id: string, sql: string, more: QueryMore = {}) {
  const { dependsOn = [], onFailure = 'abort', params = [], measure, limit = 0, expect } = more;
  return {
    ...{ id, tool: 'execute_query', dependsOn, onFailure, heavy: false },
    input: {
      ...{ sql, params, measure: { ...noMeasure, ...measure }, grain: '' },
      ...{ period: { from: '', to: '' }, dimensions: [], filters: [], order: '', limit },
    },
    expect: { ...nothingExpected, ...expect },
  };
}

/** A step with any other tool. */
export function step(id: string, tool: string, input: object, dependsOn: readonly string[] = []) {
  const frame = { id, tool, dependsOn, onFailure: 'abort', heavy: false };
  return { ...frame, input, expect: nothingExpected };
}

const noMeasure = { name: '', column: '', aggregation: '', additive: false, unit: '' };
const nothingExpected = {
  ...{ columns: [], minRows: 0, maxRows: 0 },
  ...{ nonNegative: [], notNull: [], uniqueBy: [] },
};

/** What the interpreter returns. */
export function says(text: string, ...figures: readonly object[]): Said {
  return { json: { text, figures } };
}

/** A figure that is one cell of a step's result. */
export function cellFigure(name: string, from: string, column: string, row = 0) {
  return { ...figure, name, kind: 'cell', calc: 'none', step: from, column, row };
}

/** A figure that is computed from a step's whole column. */
export function columnFigure(name: string, calc: string, from: string, column: string) {
  return { ...figure, name, kind: 'column', calc, step: from, column };
}

/** A figure that is computed from two others. */
export function derivedFigure(name: string, calc: string, from: string, to: string) {
  return { ...figure, name, kind: 'derived', calc, from, to };
}

const figure = { step: '', column: '', row: -1, where: [], from: '', to: '' };

/** The simplest plan that works on the sample, and the words for it. */
export const countsOrders = plan([query('orders', 'SELECT count(*) AS orders FROM orders')]);
export const saysOrders = says('There are {{n}} orders.', cellFigure('n', 'orders', 'orders'));
