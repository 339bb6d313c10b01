import { absolute, compare, multiply, type Decimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { Evidence } from './evidence.js';
import { figureMark, type MaskedText } from './masked-text.js';
import { matchesOf } from './matches.js';
import { neighboursIn, type Neighbours } from './neighbours.js';
import { keysOf } from './row-keys.js';
import { spreadFrom } from './spread.js';
import type { Value } from './value.js';

/**
 * English words around two figures must agree with which is greater: "fell from A to B", "A, up from B", "A, above B",
 * "more in May (A) than in June (B)", "May beat June, A against B".
 */
export function checkComparisons(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  return neighboursIn(masked).flatMap(({ first, second, ...words }) => {
    const [one, other] = [values.get(first.name), values.get(second.name)];
    const said = whatIsSaid({ ...words, isGoal: isGoal(one), isTime: isTime(one) });
    const [a, b] = [plain(one), plain(other)];
    if (a !== null && b !== null && isSameMeasure(one, other, evidence)) {
      const word = steadyIn(words);
      if (word !== null && !isSteady(a, b)) return [unsteady(first.name, second.name, word)];
    }
    if (said === null || a === null || b === null) return [];
    const order = compare(a, b);
    return order === 0 || order > 0 === said.firstIsGreater
      ? []
      : [contradiction(first.name, second.name, said.word)];
  });
}

/** "Held steady at A, after B". */
function steadyIn({ before, between }: Words): string | null {
  // "EMEA was flat at {{a}} and LATAM fell from {{b}} to {{c}}": the word is of the figure next to it.
  const word = steady.exec(before.slice(before.lastIndexOf(figureMark) + 1))?.[0] ?? null;
  return word !== null && !denied.test(before) && beforeThat.test(between) ? word : null;
}

function isSteady(a: Decimal, b: Decimal): boolean {
  const [least, most] = [a, b].map(absolute).toSorted(compare);
  if (least === undefined || most === undefined) return true;
  return compare(multiply(most, steadyShare), least) <= 0;
}

/** Of two steps, so that one comes after the other, and of the same rows: EMEA may be flat where LATAM is not. */
function isSameMeasure(
  one: Value | undefined,
  other: Value | undefined,
  evidence: Evidence,
): boolean {
  const [a, b] = [one?.from[0], other?.from[0]];
  if (one === undefined || other === undefined || a === undefined || b === undefined) return false;
  if (a.column !== b.column || a.step === b.step) return false;
  return rowsOf(one, evidence) === rowsOf(other, evidence);
}

function rowsOf(value: Value, evidence: Evidence): string {
  const names = [...keysOf(value, evidence)].map(
    ([column, own]) => `${column}: ${[...own].toSorted().join(', ')}`,
  );
  return names.toSorted().join('; ');
}

function unsteady(first: string, second: string, word: string): Finding {
  return {
    code: 'comparison_contradicts',
    where: `figure ${first}`,
    what: `"${word}" does not fit {{${first}}} and {{${second}}}, which are more than a tenth apart.`,
    fix: 'Say which way it went, or use a figure with calc pct_change.',
  };
}

type Words = Pick<Neighbours, 'before' | 'between'>;

interface Place extends Words {
  /** Whether the first is a target, or what the user asked to hold against. */
  readonly isGoal: boolean;
  /** Whether less of the first is faster. */
  readonly isTime: boolean;
}

interface Said {
  readonly word: string;
  readonly firstIsGreater: boolean;
}

function whatIsSaid({ before: sentence, between, isGoal, isTime }: Place): Said | null {
  // "No, …" answers the question, and denies nothing.
  const before = sentence.replace(/^\s*no[,:]/i, '');
  const verb = matchesOf(before, changes).at(-1)?.[0].toLowerCase();
  if (verb !== undefined && !spreadFrom.test(before)) {
    const falling = falls.test(verb);
    if (/\bfrom\s$/i.test(before) && fromTo.test(between)) {
      return { word: verb, firstIsGreater: falling };
    }
    if (/\bto\s$/i.test(before) && toFrom.test(between)) {
      return { word: verb, firstIsGreater: !falling };
    }
    if (/^(?:[^\uE000]*\P{L})?(?:up|down) from\s$/iu.test(before) && resumes.test(between)) {
      return { word: verb, firstIsGreater: falling };
    }
  }
  const since = /^\)?,?\s(?:which (?:is|was)\s)?(up|down) (?:from|on)\s$/i.exec(between)?.[1];
  if (since !== undefined) return { word: since, firstIsGreater: since.toLowerCase() === 'up' };

  const sided = comparison.test(between) ? wordIn(beside, between, isTime) : null;
  if (sided !== null) return sided;
  const than =
    /\bthan\b[^.;,]{0,40}$/i.test(between) && !/\b(?:rather|other)\sthan\b/i.test(between);
  const parted = than ? wordIn(leading, before, isTime) : null;
  if (parted !== null) return parted;

  if (isGoal && reached.test(between)) {
    const contest = matchesOf(before, contests).at(-1)?.[0].toLowerCase();
    if (contest !== undefined && !denied.test(before)) {
      return { word: contest, firstIsGreater: /^(?:miss|fell|short|below)/.test(contest) };
    }
  }
  if (isGoal || !against.test(between)) return null;
  return wordIn(contest, before, isTime);
}

/** What a word of comparison says of the first figure; null where it is denied, or does not tell. */
function wordIn(pattern: RegExp, text: string, isTime: boolean): Said | null {
  const found = pattern.exec(text);
  const word = found?.[1]?.toLowerCase();
  if (
    found === null ||
    word === undefined ||
    denied.test(text.slice(0, found.index + word.length))
  ) {
    return null;
  }
  if (denied.test(found[0])) return null;
  const ofTime = /^(?:fast|quick|slow)/.test(word);
  if (ofTime && !isTime) return null;
  return { word, firstIsGreater: ofTime ? word.startsWith('slow') : !lesser.test(word) };
}

/** Numbers that are no changes themselves, or as the user typed them. Estimates may lie either way. */
function plain(value: Value | undefined) {
  if (value?.content.kind === 'typed') return value.content.number;
  if (value?.content.kind !== 'number' || value.content.signed) return null;
  return value.content.interval === null ? value.content.number : null;
}

function isGoal(value: Value | undefined): boolean {
  if (value?.content.kind === 'typed') return true;
  return (
    value?.from.some(({ column }) => /target|goal|plan|budget|quota|forecast/i.test(column)) ??
    false
  );
}

function isTime(value: Value | undefined): boolean {
  return value?.content.kind === 'number' && value.content.unit.kind === 'duration';
}

function contradiction(first: string, second: string, word: string): Finding {
  return {
    code: 'comparison_contradicts',
    where: `figure ${first}`,
    what: `"${word}" does not fit {{${first}}} and {{${second}}}: it is the other one that is greater.`,
    fix: 'Use the word that fits, or a figure with calc direction.',
  };
}

const steadyShare: Decimal = { digits: 9n, scale: 1 };
const steady =
  /\b(?:flat|stable|steady|unchanged|constant|stagnat(?:ed|es)|barely (?:moved|changed)|(?:almost|virtually|practically) the same)\b/i;
const beforeThat =
  /^\)?,?\s(?:against|after|following|from|then|versus|vs\.?|compared (?:with|to)|to|and)\s[^.;\uE000]{0,25}$/i;
const changes =
  /\b(?:grew|rose|increas(?:ed|es)|climbed|gained|jumped|surged|soared|expanded|recovered|rebounded|bounced back|went up|up|fell|dropped|declined|decreas(?:ed|es)|shrank|slid|slipped|sank|plunged|plummeted|tumbled|slumped|contracted|went down|down)\b/gi;
const falls =
  /^(?:fell|dropped|declined|decreas|shrank|slid|slipped|sank|plunged|plummeted|tumbled|slumped|contracted|went down|down)/;
/** Of one change: no other begins in between. */
const fromTo = /^(?!.*\b(?:and|while|but)\b)[^.;,]{0,40}\bto\s$/i;
const toFrom = /^(?!.*\b(?:and|while|but)\b)[^.;,]{0,20}\bfrom\s$/i;
const resumes = /^,\s[^.;,\uE000]{0,30}$/i;

const comparing =
  'more than|less than|fewer than|(?:high|low|larg|bigg|small|great|strong|weak|fast|slow|quick)er than|ahead of|behind|beats?|outsold|outperform(?:s|ed)|exceed(?:s|ed)?|surpass(?:es|ed)|overtook|topp?(?:s|ed)(?! out)|trail(?:s|ed)|missed';
const sides = `above|below|short of|over|under|${comparing}`;
const comparison = new RegExp(sides, 'iu');
const beside = new RegExp(
  `^\\)?,?\\s(?:\\w+\\s){0,3}?(${sides})(?! by\\b)\\s(?:the |its |your |our |that of )?(?:[\\p{L}\\p{N}][\\p{L}\\p{N}&'.-]*\\s?){0,3}(?:,? (?:with|at)\\s|\\s?\\()?$`,
  'iu',
);
/** "More orders in May (": its "than" comes behind the figure. */
const leading =
  /\b(more|fewer|less|higher|lower|larger|smaller|bigger|greater|stronger|weaker|faster|slower)\b(?! than\b)[^.;,]{0,50}$/i;
const contest = new RegExp(
  `\\b(below|short of|fell short|(?:more|fewer|less|higher|lower)(?: \\p{L}+){1,2} than|${comparing})\\b(?! (?:(?!20\\d\\d)\\d|[$€£¥\\uE001]))[^.;\\uE000]{0,50}$`,
  'iu',
);
const against =
  /^(?:\s\p{L}+)?,?\s(?:against|versus|vs\.?|compared (?:with|to)|to)\s[^.;\uE000]{0,25}$/iu;
const contests =
  /\b(?:exceed(?:ed|s)?|beat|beats|surpass(?:ed|es)?|met|reached|hit|missed|misses|fell short|short of|below)\b/gi;
const reached =
  /^(?:,?\s(?:with|at|making)\s|:\s(?:it was\s)?|,\s(?:its target|the goal),?\s(?:with|at)\s)$/i;
const lesser = /^(?:below|under|short|less|fewer|lower|smaller|weaker|behind|trail|miss|fell)/;
const denied =
  /\b(?:not|no|never|neither|nor|hardly|nothing|nobody|but|while|whereas|although|though)\b|n['’]t\b/i;
