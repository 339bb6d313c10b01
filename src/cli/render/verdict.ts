import { placeWords } from '../../domain/finding.js';
import { asSentence } from '../../domain/sentence.js';
import type { Verdict } from '../../tools/judge-sql.js';
import type { Style } from './style.js';
import { wrap } from './text.js';

/** What `sql check` shows a person: of each finding the layer, the place, what is wrong, and what to do. */
export function renderVerdict(
  { accepted, findings }: Verdict,
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const notes = accepted && findings.length > 0 ? ', but a plan would be sent back for this:' : '';
  const head = accepted
    ? `${style.green('Accepted')}: one SELECT that only reads${notes}`
    : `${style.red('Refused')}:`;
  const room = Math.max(width - 2, 20);
  const body = findings.flatMap(({ layer, place, code, what, fix }) => [
    '',
    `  ${style.bold(layer)}${place === null ? '' : `, ${placeWords(place)}`} ${style.dim(`(${code})`)}`,
    ...wrap(asSentence(what), room).map(indented),
    ...(fix === '' ? [] : wrap(fix, room).map((line) => indented(style.dim(line)))),
  ]);
  return [head, ...body];
}

function indented(line: string): string {
  return `  ${line}`;
}
