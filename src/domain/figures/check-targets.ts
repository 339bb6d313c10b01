import { compare, parseDecimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { matchesOf } from './matches.js';
import type { MaskedText } from './masked-text.js';
import { namedRowsIn, type NamedRows } from './named-rows.js';
import { isNamed, type NamedRow } from './row-keys.js';
import { isSample } from './sampled.js';
import { sentencesOf } from './sentences.js';
import type { Value } from './value.js';

/** "EMEA beat its target", "no region missed its goal" in English, where one column of the rows is the target. */
export function checkTargets(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  return sentencesOf(masked).flatMap((sentence) =>
    matchesOf(sentence.text, contests).flatMap((match) => {
      const before = sentence.text.slice(0, match.index);
      const isDenied = match.groups?.['denied'] !== undefined;
      const said = missed.test(match.groups?.['verb'] ?? '') !== isDenied ? 'missed' : 'reached';
      const named = subjectsOf(before, namedRowsIn(sentence, values, evidence));
      const claims = named.length > 0 ? named : everyRow(before, evidence);
      const wrong = claims.find(({ rows, isNone }) =>
        rows.some((row) => isOther(row, isNone ? opposite[said] : said)),
      );
      if (wrong === undefined) return [];
      return [
        {
          code: 'comparison_contradicts',
          where: 'answer',
          what: `"${match[0].trim()}" is said of ${wrong.shown}, and the columns say otherwise.`,
          fix: 'Say what the measure and its target say, or leave it out.',
        },
      ];
    }),
  );
}

interface Claim {
  readonly shown: string;
  readonly rows: readonly NamedRow[];
  readonly isNone?: boolean;
}

/** The names right before the verb: "APAC and North America (…) beat". */
function subjectsOf(before: string, names: readonly NamedRows[]): readonly Claim[] {
  const subjects: NamedRows[] = [];
  let end = before.length;
  for (const name of names.toReversed()) {
    if (name.end > end) continue;
    const gap = before.slice(name.end, end);
    if (!(subjects.length === 0 ? beforeVerb : listed).test(gap)) break;
    subjects.push(name);
    end = name.start;
  }
  // "All but LATAM met it", "only APAC met it": more is said than of the name.
  return /\b(?:but|except|only|if|unless|whether|had|would|could|should)\b/i.test(before)
    ? []
    : subjects;
}

function everyRow(before: string, { results }: Evidence): readonly Claim[] {
  const quantity = every.exec(before)?.groups;
  if (quantity === undefined || /\b(?:but|except|if)\b/i.test(before)) return [];
  const isNone = quantity['none'] !== undefined;
  return [...results.values()].map((result) => ({
    shown: isNone ? 'none' : 'all',
    rows: [...result.rows.keys()]
      .filter((row) => isNamed(result, row))
      .map((row) => ({ result, row })),
    isNone,
  }));
}

function isOther({ result, row }: NamedRow, said: 'reached' | 'missed'): boolean {
  const [measure, target] = [result.measure?.column, targetOf(result)].map((column) => {
    const at = result.columns.findIndex(({ name }) => name === column);
    return at < 0 ? undefined : parseDecimal(cellText(result.rows[row]?.[at]));
  });
  if (measure === undefined || target === undefined || isSample(result)) return false;
  const order = compare(measure, target);
  return said === 'reached' ? order < 0 : order > 0;
}

/** Where there is one, and more is better. */
function targetOf({ columns, measure }: EvidenceResult): string | undefined {
  const targets = columns.filter(
    ({ name }) => /target|goal|plan|budget|quota/i.test(name) && !reachedOf.test(name),
  );
  const isCost = lessIsBetter.test(`${measure?.name} ${measure?.column} ${measure?.unit}`);
  const [target, second] = targets;
  const isMeasure = target?.name === measure?.column;
  return second !== undefined || isCost || isMeasure ? undefined : target?.name;
}

/** How far a target was reached, or what is missing, is no target: "target_attainment", "pct_of_target". */
const reachedOf =
  /(?:^|_)(?:pct|percent(?:age)?|share|ratio|attain\w*|achiev\w*|progress|gap|diff\w*|delta|vs|var|variance|met|hit|missed|reached|of|to)(?:_|$)/i;
const lessIsBetter =
  /cost|spen[dt]|expens|days|hours?|minutes?|seconds|(?:_|\b)ms\b|time|latency|delay|duration|refund|return|churn|error|defect|complaint|incident|cancel/i;
const opposite = { reached: 'missed', missed: 'reached' } as const;
const contests =
  /\b(?<denied>(?:did|does|do|has|have|was|were|is|are) not |(?:did|does|do|has|have|was|were)n['’]t |failed to |never )?(?<verb>beat|beats|exceed(?:s|ed)?|surpass(?:es|ed)?|outperform(?:s|ed)?|meets?|met|reach(?:es|ed)?|hits?|achieved?s?|miss(?:es|ed)?|f[ae]ll(?:s|en)? (?:short of|below)|(?:above|ahead of|below|under|short of|behind|on)) (?:the |its |their |your |our )?(?:\p{L}+ |Q[1-4] |20\d\d ){0,3}?(?:targets?|goals?|plan|budgets?|quotas?)\b/giu;
const missed = /^(?:miss|f[ae]ll|below|under|short|behind)/i;
const beforeVerb =
  /^(?:,? (?:with|at) \uE000,?|,? \(\uE000\))?(?: (?!not|no|never|and|or|but|than|if|when)\p{L}+){0,2} (?:\uE000 )?$/iu;
const listed = /^(?: \(\uE000\)|,? (?:with|at) \uE000)?(?:,| and|, and|, but)? ?$/i;
const every =
  /^\s*(?:(?:yes|no),? )?(?:(?<all>all|every|each)|(?<none>no|none)) (?:of )?(?:the |our )?(?:\p{L}+ ){1,2}$/iu;
