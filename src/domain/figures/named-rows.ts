import type { Evidence } from './evidence.js';
import { keyColumns, lowered, namesInText, rowsNamed, type NamedRow } from './row-keys.js';
import type { Sentence } from './sentences.js';
import type { Value } from './value.js';

/** What a sentence calls rows by, typed or as a figure, and those rows. */
export interface NamedRows {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
  readonly rows: readonly NamedRow[];
}

/** In the order of the sentence. */
export function namedRowsIn(
  { text, start, mentions }: Sentence,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): NamedRows[] {
  const figures = mentions.flatMap(({ name, at }): NamedRows[] => {
    const value = values.get(name);
    const [source] = value?.from ?? [];
    const result = source && evidence.results.get(source.step);
    if (value?.content.kind !== 'text' || source?.row == null || result === undefined) return [];
    const place = at - start;
    const rows = [{ result, row: source.row }];
    return [{ start: place, end: place + 1, shown: `{{${name}}}`, rows }];
  });
  const columns = new Set(
    [...evidence.results.values()].flatMap((result) =>
      keyColumns(result).map(({ column }) => column),
    ),
  );
  const typed = [...columns].flatMap((column) => {
    const known = rowsNamed(column, evidence);
    return namesInText(lowered(text), new Set(known.keys())).map(({ at, name }): NamedRows => ({
      ...{ start: at, end: at + name.length, shown: `"${name}"` },
      rows: known.get(name) ?? [],
    }));
  });
  return [...figures, ...typed].toSorted((a, b) => a.start - b.start);
}
