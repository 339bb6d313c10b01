import { parser } from '@prometheus-io/lezer-promql';

/** One metric that an expression reads, with the labels that it is chosen by. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

export interface Expression {
  readonly selectors: readonly Selector[];
  /** What it groups by. */
  readonly grouping: readonly string[];
}

/** Reads an expression by Prometheus' own grammar. @throws where it does not parse */
export function readPromql(text: string): Expression {
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  let labels: string[] = [];
  let metric = '';
  let inGrouping = false;
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      const words = text.slice(from, to);
      if (type.isError) throw new Error(`${text}\nThis is no PromQL at ${from}: ${words}`);
      if (name === 'GroupingLabels') inGrouping = true;
      if (name === 'VectorSelector') [metric, labels] = ['', []];
      if (name === 'Identifier') metric = words;
      if (name === 'LabelName') (inGrouping ? grouping : labels).push(words);
    },
    leave({ name }) {
      if (name === 'GroupingLabels') inGrouping = false;
      if (name === 'VectorSelector') selectors.push({ metric, labels });
    },
  });
  return { selectors, grouping };
}

/** The names on a page of metrics, each with its labels. */
export function readPage(page: string): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const line of page.split('\n')) {
    const [, name, written] = /^([a-z_]\w*)(?:\{(.*)\})? /i.exec(line) ?? [];
    if (name === undefined) continue;
    const labels = known.get(name) ?? new Set();
    for (const [, label] of (written ?? '').matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g))
      if (label !== undefined) labels.add(label);
    known.set(name, labels);
  }
  return known;
}
