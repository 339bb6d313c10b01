import { compare, parseDecimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import { cellText, type Evidence } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { keysOf, lowered, namesIn, namesInText, type RowKeys } from './row-keys.js';
import { sentencesOf, type Sentence } from './sentences.js';
import type { Value } from './value.js';

/**
 * Where a sentence names a row and shows no figure of it, its figures of other, unnamed rows are suspected to be meant
 * for it; and where names and figures take turns, each figure must come from the row beside it. A row that is named by
 * another word, such as a translation, accuses nothing.
 */
export function checkRows(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  const keys = new Map(
    [...values].map(([name, value]) => [
      name,
      keysOf({ from: [...value.from, ...extremesIn(specs.get(name), specs, evidence)] }, evidence),
    ]),
  );
  const columns = new Set([...keys.values()].flatMap((known) => [...known.keys()]));
  return [...columns].flatMap((column) => {
    const names = namesIn(column, evidence);
    return sentencesOf(masked).flatMap((sentence) =>
      checkSentence(tokensOf(sentence, column, { names, keys, values })),
    );
  });
}

/** The rows whose value is the greatest or the least that a figure was derived from: "3M spent {{lead}} more than H&M". */
function extremesIn(
  spec: FigureSpec | undefined,
  specs: ReadonlyMap<string, FigureSpec>,
  { results }: Evidence,
): Value['from'] {
  if (spec?.kind !== 'derived') return [];
  return [spec.from, spec.to].flatMap((base) => {
    const { calc, step = '', column = '' } = specs.get(base) ?? {};
    const result = results.get(step);
    if (result === undefined || (calc !== 'max' && calc !== 'min')) return [];
    const at = result.columns.findIndex(({ name }) => name === column);
    const numbers = result.rows.map((cells) => parseDecimal(cellText(cells[at])));
    const extreme = numbers
      .filter((number) => number !== undefined)
      .toSorted(compare)
      .at(calc === 'max' ? -1 : 0);
    return numbers.flatMap((number, row) =>
      number !== undefined && extreme !== undefined && compare(number, extreme) === 0
        ? [{ step, row, column }]
        : [],
    );
  });
}

/** A name of a row, or a number with the names of its rows, in the order of the sentence. */
type Token =
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | {
      readonly kind: 'figure';
      readonly at: number;
      readonly figure: string;
      readonly rows: ReadonlySet<string>;
    };

interface Known {
  readonly names: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, RowKeys>;
  readonly values: ReadonlyMap<string, Value>;
}

function tokensOf(sentence: Sentence, column: string, { names, keys, values }: Known): Token[] {
  const figures = sentence.mentions.flatMap(({ name, at }): Token[] => {
    const content = values.get(name)?.content;
    const rows = keys.get(name)?.get(column);
    if (content === undefined || rows === undefined) return [];
    const place = at - sentence.start;
    if (content.kind === 'text' && content.column === column) {
      return [...rows].map((row) => ({ kind: 'name', at: place, name: row }));
    }
    return [{ kind: 'figure', at: place, figure: name, rows }];
  });
  const typed = namesInText(lowered(sentence.text), names).map((found) => ({
    kind: 'name' as const,
    ...found,
  }));
  return [...figures, ...typed].toSorted((a, b) => a.at - b.at);
}

function checkSentence(tokens: readonly Token[]): Finding[] {
  const named = new Set(tokens.flatMap((token) => (token.kind === 'name' ? [token.name] : [])));
  if (named.size === 0) return [];
  const shown = new Set(
    tokens.flatMap((token) => (token.kind === 'figure' ? [...token.rows] : [])),
  );
  const orphans = [...named].filter((name) => !shown.has(name));
  const strangers = tokens.flatMap((token) => {
    if (token.kind === 'name' || [...token.rows].some((row) => named.has(row))) return [];
    return [otherRow(token.figure, token.rows, orphans)];
  });
  return strangers.length > 0 && orphans.length > 0 ? strangers : checkTurns(tokens);
}

/** "A {{a}}, B {{b}}" or "{{a}} in A, {{b}} in B": each figure with its own neighbour. */
function checkTurns(tokens: readonly Token[]): Finding[] {
  const turns: Token[] = [];
  for (const token of tokens) {
    const last = turns.at(-1);
    const repeats =
      last !== undefined &&
      (token.kind === 'name'
        ? last.kind === 'name' && last.name === token.name
        : last.kind === 'figure' && sameRows(last.rows, token.rows));
    if (!repeats) turns.push(token);
  }
  const takesTurns = turns.every((token, at) => token.kind !== turns[at - 1]?.kind);
  if (!takesTurns || turns.length < 4 || turns.length % 2 > 0) return [];
  for (let at = 0; at < turns.length; at += 2) {
    const pair = turns.slice(at, at + 2);
    const name = pair.find((token) => token.kind === 'name')?.name ?? '';
    const figure = pair.find((token) => token.kind === 'figure');
    if (figure !== undefined && !figure.rows.has(name)) {
      return [otherRow(figure.figure, figure.rows, [name])];
    }
  }
  return [];
}

function sameRows(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((row) => b.has(row));
}

function otherRow(figure: string, rows: ReadonlySet<string>, named: readonly string[]): Finding {
  const own = [...rows].map(quoted).join(' and ');
  return {
    code: 'other_row',
    where: `figure ${figure}`,
    what: `{{${figure}}} stands beside ${named.map(quoted).join(', ')}, and comes from the row of ${own}.`,
    fix: `Point {{${figure}}} to the row that the text names, or name ${own} beside it.`,
  };
}

function quoted(name: string): string {
  return name === '' ? 'no name' : `"${name.slice(0, 60)}"`;
}
