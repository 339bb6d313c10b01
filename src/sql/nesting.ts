import { scanSync } from 'libpg-query';

/**
 * Whether a statement might nest so deeply that the parser runs out of stack. It must not come to that: a stack overflow
 * inside WebAssembly leaves the parser broken, and after some dozens it hangs for good. Asks the scanner alone, which
 * needs no stack. @throws what the scanner says of text that has no tokens
 */
export function mayNestTooDeeply(sql: string): boolean {
  if (Buffer.byteLength(sql) <= harmlessBytes) return false;
  return longRun.test(sql) || mostNested(sql) > mostTokens;
}

/**
 * No node lies deeper than there are tokens on the way to it: those of its own list element, and of each element around
 * it up to there.
 */
function mostNested(sql: string): number {
  const around: number[] = [];
  let [own, outside, most] = [0, 0, 0];
  for (const { text } of scanSync(sql).tokens) {
    if (text === ',') {
      own = 0;
    } else if (text === ')' || text === ']') {
      own = around.pop() ?? own;
      outside -= own;
    } else {
      own += 1;
      most = Math.max(most, outside + own);
    }
    if (text === '(' || text === '[') {
      around.push(own);
      outside += own;
      own = 0;
    }
  }
  return most;
}

/**
 * The scanner takes one sign of `+++`, or one opening of a comment, and reads the rest of the run anew: 64 KB of `+` take
 * it 20 s.
 */
const longRun = /[-+*/<>=~!@#%^&|`?]{500}/;
/** The shortest text that overflows the stack has 18,000 bytes: 9,000 times `+1`. */
const harmlessBytes = 8 * 1024;
/** Where it overflowed first it took 4,900 tokens: 2,450 times `(select`. */
const mostTokens = 3_000;
