import type { Finding } from '../finding.js';
import type { Evidence } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { neighboursIn } from './neighbours.js';
import { spreadFrom } from './spread.js';
import { periodsOf } from './value-periods.js';
import type { Value } from './value.js';

/** "Went from A to B", "B, down from A" in English: time runs from A to B. */
export function checkTimeOrder(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  return neighboursIn(masked).flatMap(({ first, second, before, between }) => {
    const isForward = fromTo.test(between) && moved.test(before) && !spreadFrom.test(before);
    const isBack = since.test(between);
    if (!isForward && !isBack) return [];
    const [earlier, later] = isForward ? [first, second] : [second, first];
    const [start, end] = [earlier, later].map(({ name }) => only(values.get(name), evidence));
    if (start == null || end == null || start.to === '' || end.to === '') return [];
    if (start.from < end.to) return [];
    return [
      {
        code: 'other_period',
        where: `figure ${earlier.name}`,
        what: `The words say that {{${earlier.name}}} came before {{${later.name}}}, and it is of ${start.from}, which is later.`,
        fix: 'Name the earlier figure first, or say which period each is of.',
      },
    ];
  });
}

/** The one period of a number that is no change itself. */
function only(value: Value | undefined, evidence: Evidence) {
  if (value?.content.kind !== 'number' || value.content.signed) return null;
  const ranges = periodsOf(value, evidence);
  return ranges?.length === 1 ? ranges[0] : null;
}

const moved =
  /\b(?:grew|rose|increas(?:ed|es)|climbed|gained|jumped|surged|soared|went|moved|changed|came|developed|improved|recovered|rebounded|worsened|swung|up|fell|dropped|declined|decreas(?:ed|es)|shrank|slid|slipped|sank|plunged|down)\b[^\uE000]{0,40}\bfrom\s$/iu;
const fromTo = /^(?!.*\b(?:and|while|but)\b)[^.;,]{0,40}\bto\s$/i;
const since = /^\)?,?\s(?:which (?:is|was)\s)?(?:up|down|recovering|rising|falling) from\s$/i;
