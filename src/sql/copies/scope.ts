import type { Node } from 'libpg-query';
import { texts } from '../tree.js';
import { cell, together, type Size } from './size.js';

/** A query, or a table: its columns with what stands for them. */
export interface Sized {
  readonly columns: readonly SizedColumn[];
  /** Of a column that is none of those. */
  readonly other: Size;
  /** Not where a star stands for columns of a table. */
  readonly isWhole: boolean;
  readonly parts: number;
}

export interface SizedColumn {
  readonly name: string | undefined;
  readonly size: Size;
}

export interface Source {
  readonly alias: string;
  readonly columns: ReadonlyMap<string, Size>;
  readonly other: Size;
}

export interface Scope {
  readonly sources: readonly Source[];
  readonly outer: Scope | null;
}

export const table: Sized = { columns: [], other: cell, isWhole: false, parts: 1 };

export function sourceOf(alias: string, sized: Sized, names?: readonly Node[]): Source {
  const { columns, other } = renamed(sized, names);
  const sizes = new Map<string, Size>();
  for (const { name, size } of columns) if (name !== undefined) sizes.set(name, size);
  return { alias, columns: sizes, other };
}

/** Names go by position; behind a star nobody knows which column is meant. */
export function renamed(sized: Sized, names: readonly Node[] | undefined): Sized {
  if (names === undefined) return sized;
  if (!sized.isWhole) return { ...sized, columns: [], other: widest(sized) };
  const given = texts([...names]);
  const columns = sized.columns.map(({ name, size }, i) => ({ name: given[i] ?? name, size }));
  return { ...sized, columns };
}

/** The greatest of each, wherever it stands. */
export function widest({ columns, other }: Pick<Sized, 'columns' | 'other'>): Size {
  return greatest([other, ...columns.map(({ size }) => size)]);
}

export function greatest(sizes: readonly Size[]): Size {
  let { parts, digits } = cell;
  for (const size of sizes) {
    parts = Math.max(parts, size.parts);
    digits = Math.max(digits, size.digits);
  }
  return { parts, digits };
}

/** As Postgres looks for a name: from the inside out, a whole row by its alias, too. */
export function columnSize(reference: readonly Node[] | undefined, scope: Scope): Size {
  const parts = texts([...(reference ?? [])]);
  const name = parts.at(-1) ?? '';
  const qualifier = parts.at(-2);
  const unknown: Size[] = [];
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const sources = level.sources.filter(
      ({ alias }) => qualifier === undefined || alias === qualifier,
    );
    const sizes = sources.flatMap(({ columns }) => columns.get(name) ?? []);
    // A column that FULL JOIN … USING has merged is made of all of them.
    if (sizes.length > 0) return together(sizes);
    const row = level.sources.find(({ alias }) => alias === name);
    if (qualifier === undefined && row !== undefined) {
      return together([cell, ...row.columns.values()]);
    }
    unknown.push(...sources.map(({ other }) => other));
    // An alias means the nearest of its name; a bare name may be a column of any level.
    if (qualifier !== undefined && sources.length > 0) break;
  }
  return greatest(unknown);
}

export function columnsCalled(qualifier: string | undefined, scope: Scope): SizedColumn[] {
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const found = level.sources.filter(
      ({ alias }) => qualifier === undefined || alias === qualifier,
    );
    if (found.length > 0 || qualifier === undefined) return columnsOf(found);
  }
  return [];
}

export function columnsOf(sources: readonly Source[]): SizedColumn[] {
  return sources.flatMap(({ columns }) => [...columns].map(([name, size]) => ({ name, size })));
}
