import { compare } from '../decimal.js';
import type { Finding } from '../finding.js';
import { figureMark, type MaskedText, type Mention } from './masked-text.js';
import { startOfSentence } from './nearest-word.js';
import type { Value } from './value.js';

/** English words between two figures must agree with which is greater: "fell from A to B", "A, above B", "beat B with A". */
export function checkComparisons(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
): Finding[] {
  return mentions.flatMap((first, index) => {
    const second = mentions[index + 1];
    if (second === undefined) return [];
    const said = whatIsSaid(searched, first, second);
    const [a, b] = [plain(values.get(first.name)), plain(values.get(second.name))];
    if (said === null || a === null || b === null) return [];
    const order = compare(a, b);
    return order === 0 || order > 0 === said.firstIsGreater
      ? []
      : [contradiction(first.name, second.name, said.word)];
  });
}

interface Said {
  readonly word: string;
  readonly firstIsGreater: boolean;
}

function whatIsSaid(searched: string, first: Mention, second: Mention): Said | null {
  const before = searched.slice(startOfSentence(searched, first.at), first.at);
  const between = searched.slice(first.at + figureMark.length, second.at);
  const change = /\b(?:from)\s$/i.test(before) && /^[^.;]{0,40}\bto\s$/i.test(between);
  if (change) {
    const word = [...before.matchAll(changes)].at(-1)?.[0].toLowerCase();
    return word === undefined ? null : { word, firstIsGreater: falls.test(word) };
  }
  const sided = beside.exec(between)?.[1]?.toLowerCase();
  if (sided !== undefined)
    return { word: sided, firstIsGreater: /^(?:above|more|higher|ahead|over)/.test(sided) };
  if (!/^\s?(?:against|versus|vs\.?|compared (?:with|to))[^.;\uE000]{0,25}$/i.test(between))
    return null;
  const word = [...before.matchAll(contests)].at(-1)?.[0].toLowerCase();
  return word === undefined
    ? null
    : { word, firstIsGreater: !/^(?:miss|fell|below|short)/.test(word) };
}

/** Numbers that are no changes themselves, or as the user typed them. Estimates may lie either way. */
function plain(value: Value | undefined) {
  if (value?.content.kind === 'typed') return value.content.number;
  if (value?.content.kind !== 'number' || value.content.signed) return null;
  return value.content.interval === null ? value.content.number : null;
}

function contradiction(first: string, second: string, word: string): Finding {
  return {
    code: 'comparison_contradicts',
    where: `figure ${first}`,
    what: `"${word}" does not fit {{${first}}} and {{${second}}}: it is the other one that is greater.`,
    fix: 'Use the word that fits, or a figure with calc direction.',
  };
}

const changes =
  /\b(?:grew|rose|increas(?:ed|es)|climbed|gained|jumped|surged|soared|went up|up|fell|dropped|declined|decreas(?:ed|es)|shrank|slid|slipped|sank|plunged|went down|down)\b/gi;
const falls = /^(?:fell|dropped|declined|decreas|shrank|slid|slipped|sank|plunged|went down|down)/;
const beside =
  /^,?\s(?:(?:is|was|and|so|well|just|far|slightly|which is|which was)\s){0,2}(above|below|more than|less than|fewer than|higher than|lower than|ahead of|short of|over|under)\s(?:the |its |your |our )?$/i;
const contests =
  /\b(?:exceed(?:ed|s)?|beat|beats|surpass(?:ed|es)?|missed|misses|fell short|short of|below)\b/gi;
