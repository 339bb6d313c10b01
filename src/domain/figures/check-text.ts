import type { Finding } from '../finding.js';
import type { Evidence } from './evidence.js';
import { allow, longestText, maskText, type MaskedText } from './masked-text.js';
import { allowNames } from './names.js';
import { looseNumbers } from './numbers.js';
import { unknownRelative } from './relative-periods.js';
import { findPeriods } from './periods.js';
import { describePeriods, isSupported, knownPeriods } from './supported-periods.js';

/** What outside its figures a text may not say: numbers that nothing allows, and periods that nothing covers. */
export function checkMasked(
  { searched }: Pick<MaskedText, 'searched'>,
  evidence: Evidence,
  figures: readonly string[],
  where: string,
): Finding[] {
  const known = knownPeriods(evidence);
  const findings: Finding[] = [];
  let text = searched;
  for (const period of findPeriods(text)) {
    if (isSupported(period, known)) text = allow(text, period.start, period.end);
  }
  text = allowNames(text, evidence, figures);
  for (const word of unknownRelative(text, evidence, known)) {
    findings.push({
      code: 'unknown_period',
      where,
      what: `"${word}" is no period that a step covers or the question names.`,
      fix: `Name only these periods: ${describePeriods(known) || 'none is known'}.`,
    });
  }
  for (const period of findPeriods(text)) {
    if (!isSupported(period, known)) {
      findings.push({
        code: 'unknown_period',
        where,
        what: `"${text.slice(period.start, period.end)}" is no period that a step covers or the question names.`,
        fix: `Name only these periods: ${describePeriods(known) || 'none is known'}; or write the value as a figure.`,
      });
    }
    text = allow(text, period.start, period.end);
  }
  const loose = new Map(looseNumbers(text, evidence, known).map((number) => [number.text, number]));
  for (const number of loose.values()) {
    findings.push({
      code: 'number_outside_figure',
      where,
      what: `"${number.text}" is a number outside a figure.`,
      fix: 'Write {{name}} and add a figure that points to the cell it comes from, or leave it out.',
    });
  }
  return findings;
}

/** The finding against a text that is too long to be searched; undefined for any other. */
export function checkLength(text: string, where: string): Finding | undefined {
  if (text.length <= longestText) return undefined;
  return {
    code: 'text_too_long',
    where,
    what: `The text has ${text.length} characters.`,
    fix: `Write at most ${longestText}: the table shows the rest.`,
  };
}

/** Checks a text of Claude's that has no figures: an intent or a clarification. */
export function checkPlainText(text: string, evidence: Evidence, where = 'text'): Finding[] {
  const tooLong = checkLength(text, where);
  if (tooLong !== undefined) return [tooLong];
  const masked = maskText(text);
  const names = masked.mentions.map(({ name }) => ({
    code: 'unknown_figure',
    where,
    what: `{{${name}}} stands in a text that has no figures.`,
    fix: 'Leave it out.',
  }));
  return [...names, ...checkMasked(masked, evidence, [], where)];
}
