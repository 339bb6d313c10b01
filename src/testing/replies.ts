import type { ScriptInput } from '../embedded/offline/script.js';

/** One reply of Claude's, or a fault in its place. */
export type Reply = ScriptInput['rules'][number]['reply'];

/** What the planner returns where it made a plan of `query` and `step`. */
export function plan(steps: readonly PlannedStep[], intent = 'What was asked'): Reply {
  return { json: { intent, clarification: { question: '', options: [] }, steps } };
}

/** What the planner returns where it has to ask back. */
export function clarification(question: string, options: readonly string[]): Reply {
  return { json: { intent: 'What was asked', clarification: { question, options }, steps: [] } };
}

/** One step of a plan, as the planner writes it. */
export interface PlannedStep {
  readonly id: string;
  readonly tool: string;
  readonly dependsOn: readonly string[];
  readonly onFailure: 'abort' | 'skip' | 'replan';
  readonly heavy: boolean;
  readonly input: object;
  readonly expect: object;
}

/** What a query may declare beside its SQL: columns and their meaning, as the planner would. */
export interface QueryMore {
  readonly dependsOn?: readonly string[];
  readonly onFailure?: 'abort' | 'skip' | 'replan';
  readonly params?: readonly object[];
  readonly measure?: object;
  readonly limit?: number;
  readonly expect?: object;
}

/** A step that reads the warehouse and declares no more than it has to. */
export function query(id: string, sql: string, more: QueryMore = {}): PlannedStep {
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

/** A step with any other tool, such as one of the user's own. */
export function step(
  id: string,
  tool: string,
  input: object,
  dependsOn: readonly string[] = [],
): PlannedStep {
  const frame = { id, tool, dependsOn, onFailure: 'abort', heavy: false } as const;
  return { ...frame, input, expect: nothingExpected };
}

const noMeasure = { name: '', column: '', aggregation: '', additive: false, unit: '' };
const nothingExpected = {
  ...{ columns: [], minRows: 0, maxRows: 0 },
  ...{ nonNegative: [], notNull: [], uniqueBy: [] },
};

/** What the reviewer returns where the plan answers the question. */
export const confirms: Reply = {
  json: { reasoning: 'It is the same.', verdict: 'confirmed', findings: [] },
};

/** What it returns where a step does not. */
export function refutes(stepId: string, what: string): Reply {
  return {
    json: {
      reasoning: 'It is not the same.',
      verdict: 'refuted',
      findings: [{ step: stepId, what, fix: 'Ask for what was asked.' }],
    },
  };
}

/** What the interpreter returns: a text with figures in it, such as `'There are {{orders}} orders.'`. */
export function says(text: string, ...figures: readonly object[]): Reply {
  return { json: { text, figures } };
}

/** A figure that is one cell of a step's result. Rows count from 0. */
export function cellFigure(name: string, from: string, column: string, row = 0): object {
  return { ...figure, name, kind: 'cell', calc: 'none', step: from, column, row };
}

/** A figure that is computed from a step's whole column: `sum`, `avg`, `min`, `max`, `count` or `median`. */
export function columnFigure(name: string, calc: string, from: string, column: string): object {
  return { ...figure, name, kind: 'column', calc, step: from, column };
}

/** A figure that is computed from two others: `diff`, `ratio`, `share`, `pct_change` or `direction`. */
export function derivedFigure(name: string, calc: string, from: string, to: string): object {
  return { ...figure, name, kind: 'derived', calc, from, to };
}

const figure = { step: '', column: '', row: -1, where: [], from: '', to: '' };

/** An error of the API's, such as 429 or 529, in place of a reply. */
export function fails(status: number): Reply {
  return { status };
}
