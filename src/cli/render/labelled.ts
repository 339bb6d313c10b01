import type { Look } from './look.js';
import { wrap } from './text.js';

/** What is known, behind its label; what has no words is left out, and more lines of it stand beneath each other. */
export function labelled(
  facts: readonly (readonly [label: string, words: string])[],
  { style, width }: Look,
  labelWidth: number,
): string[] {
  return facts.flatMap(([label, words]) =>
    words === ''
      ? []
      : wrap(words, width - labelWidth).map(
          (line, index) => style.dim((index === 0 ? label : '').padEnd(labelWidth)) + line,
        ),
  );
}
