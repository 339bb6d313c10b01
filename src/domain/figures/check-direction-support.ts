import type { Finding } from '../finding.js';
import type { MaskedText } from './masked-text.js';
import { sentencesOf } from './sentences.js';
import type { Value } from './value.js';

/**
 * "Revenue grew to {{total}}" says what no figure shows: an English verb of direction needs a change, a direction or two
 * numbers, in its own sentence or in those before and after it.
 */
export function checkDirectionSupport(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
): Finding[] {
  const sentences = sentencesOf(masked);
  const supported = sentences.map(({ mentions }) => {
    const contents = mentions.map(({ name }) => values.get(name)?.content);
    const numbers = contents.filter(
      (content) => content?.kind === 'number' || content?.kind === 'typed',
    );
    return {
      change:
        contents.some(
          (content) =>
            content === undefined ||
            content.kind === 'direction' ||
            (content.kind === 'number' && content.signed),
        ) || mentions.some(({ name }) => values.get(name)?.from.some(isFall)),
      numbers: numbers.length,
    };
  });
  return sentences.flatMap(({ text }, at) => {
    const [word] = text.match(verbs) ?? [];
    if (word === undefined || open.test(text.slice(0, text.indexOf(word)))) return [];
    const near = supported.slice(Math.max(0, at - 1), at + 2);
    const numbers = near.reduce((sum, each) => sum + each.numbers, 0);
    if (numbers > 1 || near.some(({ change }) => change)) return [];
    return [
      {
        code: 'direction_unsupported',
        where: 'answer',
        what: `No figure beside "${word}" shows a change.`,
        fix: 'Add a figure with calc pct_change, diff or direction, or both numbers, or leave the word out.',
      },
    ];
  });
}

/** A column of falls has them without a sign. */
function isFall({ column }: Value['from'][number]): boolean {
  return /(?:^|_)(?:increase|decrease|rise|fall|decline|drop|gain|loss|improvement)(?:_|$)/i.test(
    column,
  );
}

/** Verbs in forms that are hardly ever nouns, and nouns behind their article. */
const verbs =
  /\b(?:improved|worsened|grew|rose|risen|increased|climbed|jumped|surged|soared|rebounded|(?:fell|fallen)(?! (?:short|within|into|on|outside|under|between|behind|below)\b)|declined|decreased|dropped|shrank|shrunk|slid|slipped|sank|plunged|plummeted|tumbled|slumped|contracted|(?:is|was|are|were|went) (?:up|down)(?! to)|(?:is|was|are|were|been) (?:growing|rising|falling|declining|shrinking)|(?:is|was|are|were) (?:\p{L}+ )?(?:higher|lower) than|(?:is|was|are|were|remained|stayed|held)(?: (?:broadly|roughly|largely|almost|nearly|mostly))? (?:flat|steady|stable|unchanged)|recovered(?= to\b)|accelerated|strengthened|weakened|softened|retreated|crashed|skyrocketed|expanded(?= (?:to|by)\b)|an? (?:\p{L}+ )?(?:rise|increase|decline|decrease|drop|fall|surge|slump|upswing|downturn))\b/iu;
/** "Whether revenue grew", "neither rose nor fell". */
const open = /\b(?:if|whether|neither|nor|not|never|no)\b[^,;]{0,40}$|n['’]t\b[^,;]{0,40}$/i;
