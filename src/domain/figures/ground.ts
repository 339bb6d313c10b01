import type { AnswerFigure } from '../answer.js';
import { absolute, negate, sign, toText } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { FigureSpec, Interpretation } from '../interpretation.js';
import { checkLength, checkMasked } from './check-text.js';
import { checkChangePeriods } from './check-change-periods.js';
import { checkComparisons } from './check-comparisons.js';
import { checkDates } from './check-dates.js';
import { checkDirectionSupport } from './check-direction-support.js';
import { checkFigurePeriods } from './check-figure-periods.js';
import { checkHistory } from './check-history.js';
import { checkMeasures } from './check-measures.js';
import { checkNameComparisons } from './check-name-comparisons.js';
import { checkNamedSuperlatives } from './check-named-superlatives.js';
import { checkRanks } from './check-ranks.js';
import { checkRows } from './check-rows.js';
import { checkSuperlatives } from './check-superlatives.js';
import { checkTargets } from './check-targets.js';
import { checkTimeOrder } from './check-time-order.js';
import { checkTotals } from './check-totals.js';
import { checkUnits } from './check-units.js';
import { checkDirections, directionIsSaid } from './directions.js';
import { withoutInvisible, type Evidence } from './evidence.js';
import { formatEstimate } from './estimates.js';
import { formatDirection, formatNumber, formatText } from './format.js';
import { signOfInterval } from './interval.js';
import { maskText, type MaskedText } from './masked-text.js';
import { createResolver } from './resolve.js';
import { unitName } from './unit.js';
import type { Value } from './value.js';

/** A text with its figures filled in; with findings there is no text, for nothing ungrounded may be shown. */
export interface Grounded {
  readonly text: string;
  /** Those that the text names, in its order. */
  readonly figures: readonly AnswerFigure[];
  readonly findings: readonly Finding[];
}

/** Resolves every figure that the text names, checks what stands outside them, and fills them in. */
export function ground(interpretation: Interpretation, evidence: Evidence): Grounded {
  const tooLong = checkLength(interpretation.text, 'answer');
  if (tooLong !== undefined) return { text: '', figures: [], findings: [tooLong] };
  const masked = maskText(interpretation.text);
  const specs = new Map(interpretation.figures.map((spec) => [spec.name, spec]));
  const { values, findings } = resolveMentioned(masked, interpretation.figures, evidence);
  findings.push(
    ...checkForm(masked, interpretation.figures),
    ...checkMasked(masked, evidence, [...specs.keys()], 'answer'),
    ...checkUnits(masked, values),
    ...checkMeasures(masked, values, specs, evidence),
    ...checkDirections(masked, values),
    ...checkDirectionSupport(masked, values),
    ...checkComparisons(masked, values, evidence),
    ...checkNameComparisons(masked, values, evidence),
    ...checkRanks(masked, values, evidence),
    ...checkDates(masked, values, specs, evidence),
    ...checkHistory(masked.searched, evidence),
    ...checkSuperlatives(masked, values, specs, evidence),
    ...checkNamedSuperlatives(masked, values, specs, evidence),
    ...checkTotals(masked, values, specs, evidence),
    ...checkRows(masked, values, specs, evidence),
    ...checkFigurePeriods(masked, values, evidence),
    ...checkTargets(masked, values, evidence),
    ...checkTimeOrder(masked, values, evidence),
    ...checkChangePeriods(masked, values, evidence),
  );
  if (findings.length > 0) return { text: '', figures: [], findings: unique(findings) };

  const shown = masked.mentions.map(({ name }, index) => {
    const value = values.get(name);
    return value === undefined ? '' : display(value, evidence.locale, { masked, index, values });
  });
  const text = masked.pieces
    .map((piece, at) => piece + (shown[at] ?? ''))
    .join('')
    .trim();
  const figures = [...values].map(([name, value]): AnswerFigure => {
    const first = masked.mentions.findIndex((mention) => mention.name === name);
    return {
      name,
      value: exact(value),
      unit: value.content.kind === 'number' ? unitName(value.content.unit) : '',
      display: shown[first] ?? '',
      calc: specs.get(name)?.calc ?? 'none',
      rung: value.rung,
      interval: exactInterval(value),
      from: value.from,
    };
  });
  return { text, figures, findings: [] };
}

function resolveMentioned(masked: MaskedText, specs: readonly FigureSpec[], evidence: Evidence) {
  const values = new Map<string, Value>();
  const findings: Finding[] = [];
  const resolve = createResolver(specs, evidence);
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  for (const name of new Set(masked.mentions.map((mention) => mention.name))) {
    const spec = byName.get(name);
    if (spec === undefined) {
      findings.push({
        code: 'unknown_figure',
        where: `figure ${name}`,
        what: `The text names {{${name}}}, and no figure has that name.`,
        fix: `Add it to "figures", or use one of: ${[...byName.keys()].join(', ') || 'none'}.`,
      });
      continue;
    }
    const resolution = resolve(spec);
    if (resolution.ok) values.set(name, resolution.value);
    else findings.push(resolution.finding);
  }
  return { values, findings };
}

/** What is wrong with the reply as a whole. */
function checkForm({ searched }: MaskedText, specs: readonly FigureSpec[]): Finding[] {
  const findings: Finding[] = [];
  const names = specs.map(({ name }) => name);
  for (const name of new Set(names.filter((name, at) => names.indexOf(name) !== at))) {
    findings.push({
      code: 'duplicate_figure',
      where: `figure ${name}`,
      what: `Two figures are named "${name}".`,
      fix: 'Give each figure a name of its own.',
    });
  }
  if (specs.length > mostFigures) {
    findings.push({
      code: 'too_many_figures',
      where: 'answer',
      what: `There are ${specs.length} figures.`,
      fix: `Name at most ${mostFigures}; the table shows the rest.`,
    });
  }
  if (/\{\{|\}\}/.test(searched)) {
    findings.push({
      code: 'malformed_figure',
      where: 'answer',
      what: 'The text has braces that are no {{name}}.',
      fix: 'Write figures as {{name}} and nothing else in double braces.',
    });
  }
  if (searched.trim() === '') {
    findings.push({
      code: 'empty_text',
      where: 'answer',
      what: 'The text is empty.',
      fix: 'Answer in one to five sentences.',
    });
  }
  return findings;
}

interface Place {
  readonly masked: MaskedText;
  readonly index: number;
  readonly values: ReadonlyMap<string, Value>;
}

function display({ content }: Value, locale: string, place: Place): string {
  switch (content.kind) {
    case 'number': {
      const { number, unit, signed, interval } = content;
      const { masked, index, values } = place;
      // What may go either way keeps its sign, whatever the words are.
      const isCertain = interval === null || signOfInterval(interval) !== null;
      const said = signed && isCertain && directionIsSaid(masked, index, values);
      const shown = said ? absolute(number) : number;
      if (interval === null) return formatNumber(shown, unit, locale);
      const isTurned = said && sign(number) < 0;
      const turned = { low: negate(interval.high), high: negate(interval.low) };
      const estimate = { value: shown, interval: isTurned ? turned : interval, unit, signed };
      const before = masked.searched.slice(0, masked.mentions[index]?.at ?? 0);
      return formatEstimate(estimate, locale, { before });
    }
    case 'direction':
      return formatDirection(content.sign, locale);
    case 'typed':
      return content.text;
    default:
      return formatText(content.text, content.type, content.column, locale);
  }
}

function exact({ content }: Value): string {
  switch (content.kind) {
    case 'number':
    case 'typed':
      return toText(content.number);
    case 'direction':
      return ['down', 'unchanged', 'up'][content.sign + 1] ?? '';
    default:
      return withoutInvisible(content.text);
  }
}

function exactInterval({ content }: Value): AnswerFigure['interval'] {
  if (content.kind !== 'number' || content.interval === null) return null;
  const { low, high } = content.interval;
  return { low: toText(low), high: toText(high) };
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

const mostFigures = 200;
