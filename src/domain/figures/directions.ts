import { sign } from '../decimal.js';
import type { Finding } from '../finding.js';
import { signOfInterval } from './interval.js';
import { matchesOf } from './matches.js';
import type { MaskedText } from './masked-text.js';
import { nearest, nearestDenied, startOfSentence } from './nearest-word.js';
import type { Value } from './value.js';

/** English words of direction must agree with the sign of the change they go with. */
export function checkDirections(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
): Finding[] {
  return mentions.flatMap(({ name, at }, index) => {
    const [start, end] = [
      mentions[index - 1]?.at ?? -1,
      mentions[index + 1]?.at ?? searched.length,
    ];
    const reach = { text: searched, at, start: start + 1, end };
    const change = signOf(values.get(name));
    if (change === 'either') {
      const word = nearest(reach, directionsIn);
      return word === null ? [] : [uncertain(name, word)];
    }
    if (change === null) return [];
    const denied = nearestDenied(reach, directionsIn);
    if (denied !== null && change !== 0 && fits(denied, change, values.get(name))) {
      return [contradiction(name, `not ${denied}`, change > 0 ? 'a rise' : 'a fall')];
    }
    const found = nearest(reach, directionsIn);
    // "It falls {{gap}} short of its target."
    const isSplit = /^f[ae]ll/.test(found ?? '') && searched.startsWith(' short', at + 1);
    const word = isSplit ? `${found} short` : found;
    if (word === null || fits(word, change, values.get(name))) return [];
    return [contradiction(name, word, change > 0 ? 'a rise' : change < 0 ? 'a fall' : 'no change')];
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

function directionsIn(text: string): RegExpExecArray[] {
  return matchesOf(text, directionWords);
}

function signOf(value: Value | undefined): -1 | 0 | 1 | 'either' | null {
  if (value?.content.kind !== 'number' || !value.content.signed) return null;
  const { number, interval } = value.content;
  return interval === null ? sign(number) : (signOfInterval(interval) ?? 'either');
}

/**
 * "Improved" is up for money and counts; a rate or a duration may improve either way. What falls short is less than its
 * target, whichever of them the difference was taken from.
 */
function fits(word: string, change: -1 | 0 | 1, value: Value | undefined): boolean {
  if (word.endsWith(' short')) {
    const isToTarget = targets.test(value?.from[1]?.column ?? '');
    return change === (isToTarget ? 1 : -1);
  }
  if (word.startsWith('improve')) {
    const unit = value?.content.kind === 'number' ? value.content.unit.kind : 'count';
    if (unit !== 'currency' && unit !== 'count' && unit !== 'fraction') return change !== 0;
  }
  return (up.test(word) ? 1 : -1) === change;
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

const ups =
  'grew|grow|grows|growing|rose|rise|rises|rising|risen|increas(?:e|ed|es|ing)|climb(?:ed|s|ing)?|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:e|ed|es)|soared|expanded|rebounded|recovered|advanced|accelerated|added|boosted|skyrocketed|strengthened|positive growth|improved|up(?! to)|higher|more than|above';
const downs =
  '(?:fell|falls?|falling|fallen) short|fell|fall|falls|falling|fallen|dropp?(?:ed|s|ing)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|shrank|shrunk|slid|slipped|sank|plunged|plummeted|tumbled|contracted|slump(?:ed)?|dip(?:ped)?|lost|eased|softened|weakened|retreated|crashed|trimmed|setback|negative growth|down(?! to)|lower|less than|below|fewer';
const targets = /(?:^|_)(?:target|goal|plan|planned|budget|quota)(?:_|$)/i;
const up = new RegExp(`^(?:${ups})$`, 'i');
const directionWords = new RegExp(`\\b(?:${ups}|${downs})\\b`, 'gi');
const anyDirection = new RegExp(
  `\\b(?:${downs}|drop|decrease|reduction|loss|gefallen|fiel(?:en)?|sank(?:en)?|gesunken|sinkt|Rückgang|zurück\\w*|verringer\\w*|weniger|niedriger|abgenommen|unter|baiss\\w*|recul\\w*|diminu\\w*|chut\\w*|inférieur\\w*|moins|cay[óo]|cayeron|baj[óoa]\\w*|descend\\w*|descens\\w*|disminu\\w*|redujo|caída|menos|inferior\\w*)(?![\\p{L}])|減|下落|低下|下が|下降`,
  'iu',
);
const anyDirectionAfter =
  /^\s?(?:lower|less|fewer|below|down|drop|decline|decrease|niedriger|weniger|geringer|zurück|de moins|inférieur|menos|inferior|の?減|下落|低下|下が|下降)/iu;
