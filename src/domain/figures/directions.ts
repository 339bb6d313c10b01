import { sign } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import { signOfInterval } from './interval.js';
import type { MaskedText } from './masked-text.js';
import type { Value } from './value.js';

/** English words of direction must agree with the sign of the change they go with, and superlatives with argmax or argmin. */
export function checkDirections(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
): Finding[] {
  return mentions.flatMap(({ name, at }, index) => {
    const [start, end] = [
      mentions[index - 1]?.at ?? -1,
      mentions[index + 1]?.at ?? searched.length,
    ];
    const reach = { text: searched, at, start: start + 1, end };
    const change = signOf(values.get(name));
    if (change === 'either') {
      const word = nearest(reach, directionWords);
      return word === null ? [] : [uncertain(name, word)];
    }
    if (change !== null) {
      const word = nearest(reach, directionWords);
      if (word === null || (up.test(word) ? 1 : -1) === change) return [];
      return [
        contradiction(name, word, change > 0 ? 'a rise' : change < 0 ? 'a fall' : 'no change'),
      ];
    }
    const extreme = extremes[specs.get(name)?.calc ?? 'none'];
    const word = extreme === undefined ? null : nearest(reach, superlatives);
    if (word === null || most.test(word) === (extreme === 'highest')) return [];
    return [contradiction(name, word, `the ${extreme} value`)];
  });
}

/**
 * Whether words around the figure already say which way it goes, so that "fell 8.1%" needs no minus. In any of the
 * languages: a minus too many would turn a fall into a rise.
 */
export function directionIsSaid(
  { searched, mentions }: MaskedText,
  index: number,
  others: ReadonlyMap<string, Value>,
): boolean {
  const at = mentions[index]?.at ?? 0;
  const sentenceStart = startOfSentence(searched, at);
  const previous = mentions[index - 1];
  if (
    previous !== undefined &&
    previous.at >= sentenceStart &&
    others.get(previous.name)?.content.kind === 'direction'
  )
    return true;
  return (
    anyDirection.test(searched.slice(Math.max(sentenceStart, at - 60), at)) ||
    anyDirectionAfter.test(searched.slice(at + 1, at + 16))
  );
}

interface Reach {
  readonly text: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The last such word before the figure in its sentence, or else the first right after it in its clause. */
function nearest({ text, at, start, end }: Reach, words: RegExp): string | null {
  const before = text.slice(Math.max(start, startOfSentence(text, at)), at);
  // What comes before "but" or "while" is said of something else.
  const clause = before.split(/\b(?:but|while|whereas|although|though|and)\b/i).at(-1) ?? before;
  const found = [...clause.matchAll(words)].at(-1);
  const [after = ''] = text.slice(at + 1, end).split(/[,;:.!?()\n]|\b(?:but|while|whereas|and)\b/i);
  const following = [...after.matchAll(words)][0];
  if (found === undefined) return following?.[0].toLowerCase() ?? null;
  // "A the highest, B the lowest": a comma after the word sets it apart from the figure.
  const isApart = clause.indexOf(',', found.index) >= 0;
  if (following !== undefined && isApart) return following[0].toLowerCase();
  return isNegated(clause.slice(0, found.index)) ? null : found[0].toLowerCase();
}

function signOf(value: Value | undefined): -1 | 0 | 1 | 'either' | null {
  if (value?.content.kind !== 'number' || !value.content.signed) return null;
  const { number, interval } = value.content;
  return interval === null ? sign(number) : (signOfInterval(interval) ?? 'either');
}

function isNegated(before: string): boolean {
  return /\b(?:not|no|never|without|neither|nor|didn['’]t|from its|up to)\s+(?:\w+\s+)?$/i.test(
    before,
  );
}

function startOfSentence(text: string, at: number): number {
  return (
    Math.max(
      ...['. ', '! ', '? ', '\n', '; ', '。'].map((mark) => text.lastIndexOf(mark, at - 1)),
    ) + 1
  );
}

function contradiction(name: string, word: string, really: string): Finding {
  return {
    code: 'direction_contradicts',
    where: `figure ${name}`,
    what: `"${word}" goes with {{${name}}}, which is ${really}.`,
    fix: 'Use a figure with calc direction for the word, or the word that fits the sign.',
  };
}

function uncertain(name: string, word: string): Finding {
  return {
    code: 'direction_uncertain',
    where: `figure ${name}`,
    what: `"${word}" goes with {{${name}}}, which by its interval may be a rise or a fall.`,
    fix: 'Call it a change, and say that the sample does not tell which way it went.',
  };
}

const extremes: Readonly<Record<string, 'highest' | 'lowest'>> = {
  argmax: 'highest',
  max: 'highest',
  argmin: 'lowest',
  min: 'lowest',
};
const ups =
  'grew|grow|grows|growing|rose|rise|rises|rising|risen|increas(?:e|ed|es|ing)|climb(?:ed|s|ing)?|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:e|ed|es)|soared|up(?! to)|higher|more than|above';
const downs =
  'fell|fall|falls|falling|fallen|dropp?(?:ed|s|ing)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|shrank|shrunk|slid|slipped|sank|plunged|lost|down(?! to)|lower|less than|below|fewer';
const up = new RegExp(`^(?:${ups})$`, 'i');
const directionWords = new RegExp(`\\b(?:${ups}|${downs})\\b`, 'gi');
const mosts = 'highest|largest|biggest|greatest|most|maximum';
const most = new RegExp(`^(?:${mosts})$`, 'i');
const superlatives = new RegExp(`\\b(?:${mosts}|lowest|smallest|least|fewest|minimum)\\b`, 'gi');
const anyDirection = new RegExp(
  `\\b(?:${downs}|drop|decrease|reduction|loss|gefallen|fiel(?:en)?|sank(?:en)?|gesunken|sinkt|Rückgang|zurück\\w*|verringer\\w*|weniger|niedriger|abgenommen|unter|baiss\\w*|recul\\w*|diminu\\w*|chut\\w*|inférieur\\w*|moins|cay[óo]|cayeron|baj[óoa]\\w*|descend\\w*|descens\\w*|disminu\\w*|redujo|caída|menos|inferior\\w*)(?![\\p{L}])|減|下落|低下|下が|下降`,
  'iu',
);
const anyDirectionAfter =
  /^\s?(?:lower|less|fewer|below|down|drop|decline|decrease|niedriger|weniger|geringer|zurück|de moins|inférieur|menos|inferior|の?減|下落|低下|下が|下降)/iu;
