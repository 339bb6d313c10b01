/** What was found out about texts, of which those least recently asked for are forgotten. */
export interface Memory<T> {
  get(text: string): T | undefined;
  set(text: string, found: T): void;
}

/** Bounded in number and in length: whoever sends long texts fills no memory with them. */
export function createMemory<T>({ mostTexts, mostCharacters }: Bounds): Memory<T> {
  const known = new Map<string, T>();
  let characters = 0;
  const forget = (text: string) => {
    if (known.delete(text)) characters -= text.length;
  };
  return {
    get(text) {
      const found = known.get(text);
      if (found === undefined) return undefined;
      known.delete(text);
      known.set(text, found);
      return found;
    },
    set(text, found) {
      forget(text);
      if (text.length > mostCharacters) return;
      known.set(text, found);
      characters += text.length;
      for (const oldest of known.keys()) {
        if (known.size <= mostTexts && characters <= mostCharacters) return;
        forget(oldest);
      }
    },
  };
}

interface Bounds {
  readonly mostTexts: number;
  readonly mostCharacters: number;
}
