import { lexicons, type Lexicon, type TimeUnit } from './lexicon.js';
import { allowedMark, figureMark } from './masked-text.js';
import { matchesOf } from './matches.js';

/** A number in words, or digits with a unit of time: what it says and where. */
export interface NumberWords {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Known for small numbers and digits. */
  readonly value: number | null;
  readonly timeUnit: TimeUnit | null;
  /** The word that made a small number count, such as "orders". */
  readonly noun: string;
  /** False where the noun is none of those that are known to be counted, only in the plural. */
  readonly isListed: boolean;
}

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words and marks of a searched text, in lower case, in order. */
export function wordsOf(searched: string): Word[] {
  return matchesOf(searched, wordOrMark).map((match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Numbers in words that state a size, in any of the languages. */
export function findNumberWords(searched: string): NumberWords[] {
  const words = wordsOf(searched);
  return words.flatMap(({ text }, at) => {
    if (!smallNumbers.has(text) && !sizes.test(text)) return [];
    for (const lexicon of lexicons) {
      const found = numberAt(searched, words, at, lexicon);
      if (found !== null) return [found];
    }
    return [];
  });
}

function numberAt(
  searched: string,
  words: readonly Word[],
  at: number,
  lexicon: Lexicon,
): NumberWords | null {
  const word = words[at];
  if (word === undefined) return null;
  const [before, after] = [words[at - 1]?.text ?? '', next(searched, words, at)];
  const saying = (last: Word, extra: Partial<NumberWords> = {}): NumberWords => ({
    text: searched.slice(word.start, last.end),
    start: word.start,
    end: last.end,
    value: null,
    timeUnit: null,
    noun: '',
    isListed: true,
    ...extra,
  });

  if (lexicon.magnitudes.test(word.text)) return saying(word);
  if (lexicon.multiples.test(word.text))
    return isOtherSense(word.text, before, after) ? null : saying(word);
  if (lexicon.fractions.test(word.text) && lexicon.counters.test(before)) {
    const isRank = lexicon.ranking.test(word.text) && rankedAfter.test(after?.text ?? '');
    const isTime =
      word.text === 'quarters'
        ? after?.text !== 'of' && searched[word.start - 1] !== '-'
        : word.text === 'quarter' && timeBefore.test(words[at - 2]?.text ?? '');
    return isRank || isTime ? null : saying(word);
  }
  if (word.text !== 'null' && lexicon.large.test(word.text)) return saying(word);

  const value = lexicon.small.indexOf(word.text);
  if (value < 0 || word.text === '' || word.text === 'null') return null;
  const noun = after !== null && fillers.test(after.text) ? next(searched, words, at + 1) : after;
  if (noun !== null) {
    const timeUnit = lexicon.timeUnits[noun.text];
    if (timeUnit !== undefined) return saying(noun, { value, timeUnit });
    if (lexicon.nouns.test(noun.text)) return saying(noun, { value, noun: noun.text });
  }
  const counted = value > 1 ? countedBy(searched, words, at, lexicon) : null;
  if (counted !== null) {
    return saying(counted, {
      value,
      noun: counted.text,
      isListed: lexicon.nouns.test(counted.text),
    });
  }
  const endsClause = clauseEnd.test(searched.slice(word.end));
  return value !== 1 && endsClause && lexicon.leads.test(before) ? saying(word, { value }) : null;
}

/** The plural behind a small number and at most two adjectives: "seven loyal resellers". */
function countedBy(
  searched: string,
  words: readonly Word[],
  at: number,
  { plural }: Lexicon,
): Word | null {
  const first = words[at];
  if (first === undefined || plural === null || homonyms.test(first.text)) return null;
  if (/^\p{Lu}/u.test(searched.slice(first.start)) && first.text === 'sept') return null;
  // "Tres grandes regiones": the last one is the noun.
  let counted: Word | null = null;
  for (let step = 0; step < 3; step += 1) {
    const word = next(searched, words, at + step);
    if (word === null || functionWords.test(word.text) || !/\p{L}/u.test(word.text)) break;
    if (abstract.test(word.text)) return null;
    const isPlural = word.text.length > 3 && plural.test(searched.slice(word.start, word.end));
    if (counted !== null && !isPlural) break;
    if (isPlural) counted = word;
  }
  return counted;
}

/** The next word, where only a space, a hyphen or an apostrophe lies between. */
function next(searched: string, words: readonly Word[], at: number): Word | null {
  const [word, following] = [words[at], words[at + 1]];
  if (word === undefined || following === undefined) return null;
  return /^[\s\u00a0\u202f'’-]{1,2}$/u.test(searched.slice(word.end, following.start))
    ? following
    : null;
}

/** "second half", "half-year", "double-counted" and "a quarter of 2025" say no size. */
function isOtherSense(text: string, before: string, after: Word | null): boolean {
  if (text === 'half') return halfBefore.test(before) || /^years?(ly)?$/.test(after?.text ?? '');
  if (text === 'double' || text === 'doubled')
    return /^(?:count\w*|check\w*)$/.test(after?.text ?? '');
  return /^(?:manifold|blindfold|scaffold|unfold|fold|withhold)$/.test(text);
}

/** What a number in words begins with, in any of the languages: most words are tried once and not once a list. */
const smallNumbers = new Set(lexicons.flatMap(({ small }) => small));
const sizes = new RegExp(
  lexicons
    .flatMap(({ magnitudes, multiples, fractions, large }) =>
      [magnitudes, multiples, fractions, large].map(({ source }) => source),
    )
    .join('|'),
  'u',
);
const wordOrMark = new RegExp(`[\\p{L}\\p{M}]+|\\d+|${figureMark}|${allowedMark}+`, 'gu');
/** A mark, or a word that goes on without saying what was counted: "grew by eight in Q4". */
const clauseEnd =
  /^\s*(?:[.,;:!?)]|$|(?:in|on|to|from|and|or|over|since|this|last|during|im|auf|von|und|oder|gegenüber|au|en|pour|par|et|ou|hasta|desde|y|frente)(?!\p{L}))/iu;
/** Numbers that are other words elsewhere: Spanish eleven, French nine, German eleven. */
const homonyms = /^(?:once|neuf|elf)$/;
const functionWords =
  /^(?:of|and|or|in|the|to|than|as|is|are|was|were|by|for|from|with|at|on|that|which|de|des|du|et|ou|en|y|o|und|oder|von|der|die|das|les|las|los|al|que|this|these|his|its|has|does|versus|less|plus|minus|times|across|always|perhaps)$/;
/** What an answer says of itself or of its shape. */
const abstract =
  /^(?:things|ways|reasons|figures|numbers|values|columns|rows|queries|parts|halves|groups|categories|periods|conditions|criteria|sets|results|steps|sides|cases|ends|extremes|questions|places|decimals|lines|notes|caveats|options|kinds|types|sources|terms|words|factors|others|dinge|gründe|zahlen|werten?|spalten|zeilen|teilen?|gruppen|zeiträumen?|bedingungen|fällen?|arten|quellen|seiten|punkten?|stellen|choses|raisons|chiffres|valeurs|colonnes|lignes|parties|groupes|périodes|conditions|cas|sortes|sources|cosas|razones|cifras|valores|columnas|filas|partes|grupos|per[ií]odos|condiciones|casos|tipos|fuentes|lugares)$/u;
const halfBefore = /^(?:first|second|latter|other|final|last|this|next|each|1st|2nd|st|nd)$/;
/** "A third time", "a quarter earlier". */
const rankedAfter =
  /^(?:time|place|party|quarter|month|week|day|attempt|region|product|channel|group|earlier|later|ago|before|trimestre|lugar|puesto|año|mes|producto)$/;
const timeBefore = /^(?:in|for|per|within|during|after|once|twice)$/;
const fillers =
  /^(?:more|additional|new|other|total|further|full|weitere|neue|de|autres|nouveaux|más|nuevos)$/;
