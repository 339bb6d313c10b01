import { parseSync, loadModule } from 'libpg-query';
import { shownRows } from '../../../src/activities/prompts/data-block.js';
import type { Evidence, EvidenceResult } from '../../../src/domain/figures/evidence.js';
import { ground, type Grounded } from '../../../src/domain/figures/ground.js';
import type { FigureSpec } from '../../../src/domain/interpretation.js';
import { factsOf } from '../../../src/sql/facts.js';
import type { DataSet, StepData, TextSet } from './data-set.js';

await loadModule();

/** Grounds one text over its data set, as the interpret activity does. Figures beyond the set's own may be given. */
export function groundText(
  set: Pick<TextSet, 'data' | 'question' | 'locale'>,
  text: string,
  more: DataSet['figures'] = {},
): Grounded {
  const figures = { ...set.data.figures, ...more };
  return ground({ text, figures: figuresFor(text, figures) }, evidenceOf(set));
}

function evidenceOf({
  data,
  question,
  locale,
}: Pick<TextSet, 'data' | 'question' | 'locale'>): Evidence {
  const results = Object.entries(data.steps).map(([id, step]) => [id, resultOf(step)] as const);
  return { question, locale, timeZone: 'UTC', intent: question, results: new Map(results) };
}

function resultOf(step: StepData): EvidenceResult {
  const { literals, limit } = factsIn(step.sql);
  return {
    columns: Object.entries(step.columns).map(([name, type]) => ({ name, type })),
    rows: step.rows,
    shown: shownRows(step.rows),
    rowCount: step.rows.length,
    truncated: step.truncated ?? false,
    ...(step.intervals && { intervals: step.intervals }),
    rung: step.rung ?? 'live',
    ageSeconds: null,
    measure: step.measure,
    limit,
    ...(step.order !== undefined && { order: step.order }),
    literals,
    period: { from: step.period[0], to: step.period[1] },
  };
}

function factsIn(sql: string) {
  const statement = parseSync(sql).stmts?.[0]?.stmt;
  if (statement === undefined || !('SelectStmt' in statement)) throw new Error(`No SELECT: ${sql}`);
  return factsOf(statement.SelectStmt);
}

/** Those that the text names, and what they are derived from. */
function figuresFor(text: string, figures: DataSet['figures']): FigureSpec[] {
  const wanted = new Set<string>();
  const add = (name: string) => {
    const figure = figures[name];
    if (figure === undefined || wanted.has(name)) return;
    wanted.add(name);
    if (figure.kind === 'derived') [figure.from, figure.to].forEach(add);
  };
  for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) add(name);
  return [...wanted].map((name) => ({ name, ...figures[name]! }));
}
