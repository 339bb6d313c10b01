import type { Plan, QueryInput, Step } from '../../../domain/plan.js';
import type { Asked } from '../asked.js';
import { isObject, objectsIn, type JsonObject } from '../json.js';
import { clarify } from './clarify.js';
import { readInTurn } from './follow-up.js';
import { writeIntent } from './intent.js';
import { expectationOf, isOfReturns, writeQuery, type Ask } from './query.js';
import type { Reading } from './read-question.js';
import { listInLastBlock } from './read-prompt.js';
import { readSchemaBlocks, type KnownSchema } from './schema-block.js';
import { isGrain, type Measure } from './vocabulary.js';

/** The id of the step that reads the earlier period: the interpreter's rules know it by that. */
export function baseStepId(measure: Measure): string {
  return `${measure}_before`;
}

/** Plans a question of the sample warehouse, or asks back. Repairs and replans drop a chart that does not work, no more. */
export function planByRules(asked: Asked): Plan {
  const schema = readSchemaBlocks(asked.system);
  const read = readInTurn(asked.user, schema.values);
  if (read === undefined) return clarify({ kind: 'no measure' }, 'en');
  const { reading } = read;
  const tools = toolsIn(asked.schema);
  const plan = firstPlan(reading, { schema, tools });
  const findings = listInLastBlock(asked.user, 'findings');
  if (plan.steps.length === 0) {
    // A question back was held against it: the user's own words are all that can have been wrong with it.
    const isAboutWords = findings !== undefined && reading.notUnderstood.length > 0;
    return isAboutWords ? clarify({ kind: 'words', words: [] }, reading.language) : plan;
  }

  const finished = listInLastBlock(asked.user, 'finished');
  const failed = listInLastBlock(asked.user, 'failed');
  const blamed = [
    ...(findings ?? []).map((finding) => stepNamedIn(finding['where'])),
    ...(failed ?? []).map((failure) => String(failure['step'])),
  ];
  if (findings === undefined && finished === undefined && failed === undefined) return plan;

  const charts = plan.steps.filter(({ tool }) => tool === 'format_results').map(({ id }) => id);
  const done = new Set((finished ?? []).map(({ id }) => String(id)));
  const steps = plan.steps.filter(({ id }) => !done.has(id) && !blamed.includes(id));
  if (steps.length === 0 || !blamed.every((id) => charts.includes(id))) {
    return clarify({ kind: 'failed' }, reading.language);
  }
  return { ...plan, steps };
}

function firstPlan(
  reading: Reading,
  { schema, tools }: { schema: KnownSchema; tools: ReadonlySet<string> },
): Plan {
  const { language, measures, period, base } = reading;
  if (!tools.has('execute_query')) return clarify({ kind: 'no tools' }, language);
  if (!schema.isSample) return clarify({ kind: 'other warehouse' }, language);
  if (reading.notUnderstood.length > 0) {
    return clarify({ kind: 'words', words: reading.notUnderstood }, language);
  }
  if (measures.length === 0) return clarify({ kind: 'no measure' }, language);
  if (!measures.every((measure) => fits(measure, reading))) {
    return clarify({ kind: 'mixed' }, language);
  }
  if (!hasData(period, schema.orders) || (base !== null && !hasData(base, schema.orders))) {
    return clarify({ kind: 'no data' }, language);
  }

  const asks = asksOf(reading);
  const [first] = asks;
  const chart = first && tools.has('format_results') ? chartStep(first) : [];
  // Without a chart an answer shows the rows of its last query: those of what was asked first, in the asked period.
  const inOrder = chart.length > 0 ? asks : asks.toReversed();
  const queries = inOrder.map(({ id, ask }) => queryStep(id, ask, schema));
  return {
    intent: writeIntent(reading),
    clarification: { question: '', options: [] },
    steps: [...queries, ...chart],
  };
}

/** A query for each measure and period. Against a top list stand all groups: the earlier period had another top. */
export function asksOf(reading: Reading): readonly { readonly id: string; readonly ask: Ask }[] {
  const { measures, dimensions, filters, period, base, top } = reading;
  return measures.flatMap((measure) => {
    const ask = { measure, dimensions, filters, period, top };
    const main = { id: measure, ask };
    if (base === null) return [main];
    return [main, { id: baseStepId(measure), ask: { ...ask, period: base, top: null } }];
  });
}

/** Whether a measure has a meaning there. The average of orders has none for a part of each order. */
function fits(measure: Measure, { dimensions, filters }: Reading): boolean {
  const used = [...dimensions, ...filters.map(({ dimension }) => dimension)];
  if (used.includes('reason') && !isOfReturns(measure)) return false;
  return (
    measure !== 'average_order_value' || !(used.includes('category') || used.includes('product'))
  );
}

function hasData(period: Reading['period'], orders: KnownSchema['orders']): boolean {
  if (period === null || orders === null) return true;
  return (
    (period.from === '' || period.from <= orders.to) &&
    (period.to === '' || period.to > orders.from)
  );
}

function queryStep(id: string, ask: Ask, { warehouse, values }: KnownSchema): Step {
  const input: QueryInput = writeQuery(ask);
  return {
    id,
    tool: 'execute_query',
    dependsOn: [],
    onFailure: 'replan',
    heavy: false,
    input: { ...input, ...(warehouse !== undefined && { warehouse }) },
    expect: expectationOf(ask, values),
  };
}

/** A line over time, bars over anything else; a table or a single number needs no chart. */
function chartStep({ id, ask }: { readonly id: string; readonly ask: Ask }): readonly Step[] {
  const [x, ...more] = ask.dimensions;
  if (x === undefined || more.length > 0) return [];
  return [
    {
      id: 'chart',
      tool: 'format_results',
      dependsOn: [id],
      onFailure: 'skip',
      heavy: false,
      input: { step: id, as: isGrain(x) ? 'line' : 'bar', x, y: ask.measure },
      expect: { columns: [], minRows: 0, maxRows: 0, nonNegative: [], notNull: [], uniqueBy: [] },
    },
  ];
}

/** The tools that the request's schema offers. */
function toolsIn(schema: JsonObject | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  visit(schema);
  return names;

  function visit(node: unknown): void {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isObject(node)) return;
    const tool = isObject(node['properties']) ? node['properties']['tool'] : undefined;
    for (const { const: name, enum: list } of objectsIn([tool])) {
      for (const value of [name, ...(Array.isArray(list) ? list : [])]) {
        if (typeof value === 'string') names.add(value);
      }
    }
    Object.values(node).forEach(visit);
  }
}

/** `step revenue, input` is about `revenue`. */
function stepNamedIn(where: unknown): string {
  return /^step ([a-z][a-z0-9_]*)/.exec(String(where))?.[1] ?? '';
}
