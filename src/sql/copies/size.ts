/** What an expression comes to once all that it names is written out in it. */
export interface Size {
  /** Nodes of the tree; what takes Postgres long without asking whether it should stop counts for as many. */
  readonly parts: number;
  /** The most digits that a number in it may have. */
  readonly digits: number;
}

/** A cell of a table. */
export const cell: Size = { parts: 1, digits: 50 };

/** As many digits as Postgres allows before the point. */
export const endless = 131_072;

export function together(sizes: readonly Size[]): Size {
  let [parts, digits] = [0, 0];
  for (const size of sizes) {
    parts += size.parts;
    digits = Math.max(digits, size.digits);
  }
  return { parts, digits };
}

export function times({ parts, digits }: Size, copies: number): Size {
  return { parts: parts * copies, digits };
}

export function plusParts({ parts, digits }: Size, more: number): Size {
  return { parts: parts + more, digits };
}
