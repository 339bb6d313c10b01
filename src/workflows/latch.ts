/** A promise that is kept from outside: unlike a condition, nobody looks at it at the end of each workflow task. */
export interface Latch {
  readonly done: Promise<void>;
  readonly open: () => void;
  readonly fail: (error: unknown) => void;
}

export function latch(): Latch {
  let hands: Omit<Latch, 'done'> = { open: () => {}, fail: () => {} };
  const done = new Promise<void>((open, fail) => {
    hands = { open, fail };
  });
  return { done, ...hands };
}
