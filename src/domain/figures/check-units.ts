import { sign } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { MaskedText } from './masked-text.js';
import { figureMark } from './masked-text.js';
import type { Value } from './value.js';

/** What stands beside a figure must not change it: no second unit, another unit, a sign, a magnitude, or another digit. */
export function checkUnits(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
): Finding[] {
  return mentions.flatMap(({ name, at }) => {
    const content = values.get(name)?.content;
    if (content?.kind !== 'number' && content?.kind !== 'typed') return [];
    const [before, after] = [searched.slice(0, at), searched.slice(at + figureMark.length)];
    const reason = whatIsWrong(content, before, after);
    if (reason === null) return [];
    const [code, what] = reason;
    return [
      {
        code,
        where: `figure ${name}`,
        what,
        fix: `Write {{${name}}} alone: its sign, number and unit are filled in.`,
      },
    ];
  });
}

function whatIsWrong(
  content: Extract<Value['content'], { kind: 'number' | 'typed' }>,
  before: string,
  after: string,
): readonly [code: string, what: string] | null {
  const unit = content.kind === 'number' ? content.unit.kind : unitTyped(content.text);
  if (figureBefore.test(before) || /^[.,'’]?\uE000/u.test(after)) {
    return ['adjacent_figures', 'Two figures without a space would read as one number.'];
  }
  if (/^\p{sc=Latin}/u.test(after) || /[\p{sc=Latin}_]$/u.test(before)) {
    return ['touching_letters', 'A letter touches it and would read as a part of the number.'];
  }
  const isGain = content.kind === 'number' && content.signed && sign(content.number) > 0;
  if (/(?:^|[\s(])\+$/u.test(before) && !isGain) {
    return ['sign_before_figure', 'A plus stands before what is no gain.'];
  }
  if (/(?:^|[\s(])[-−–]$|\b(?:minus|moins|menos)\s$/u.test(before)) {
    return ['sign_before_figure', 'A sign stands before it.'];
  }
  if (magnitudeAfter.test(after)) {
    return ['magnitude_after_figure', 'A magnitude after it would multiply it.'];
  }
  const percent = percentAfter.test(after);
  if (percent && (unit === 'percent' || unit === 'fraction')) {
    return ['doubled_unit', 'Its percent sign is already part of it.'];
  }
  if (percent) return ['wrong_unit', 'It is not in percent.'];
  if (pointsAfter.test(after)) {
    return unit === 'points'
      ? ['doubled_unit', 'The word for points is already part of it.']
      : ['wrong_unit', 'It is not in percentage points.'];
  }
  if (currencyBefore.test(before) || currencyAfter.test(after)) {
    return unit === 'currency'
      ? ['doubled_unit', 'Its currency is already part of it.']
      : ['wrong_unit', 'It is not declared as an amount of money.'];
  }
  if (unit !== 'count' && unit !== 'label' && countedAfter.test(after)) {
    return ['wrong_unit', 'It is no number of things: it has a unit of its own.'];
  }
  if (timesAfter.test(after) && unit !== 'count') {
    return ['wrong_unit', 'It already has a unit, so it is no number of times.'];
  }
  if (unit === 'duration' && timeAfter.test(after)) {
    return ['doubled_unit', 'Its unit of time is already part of it.'];
  }
  return null;
}

function unitTyped(text: string): string {
  if (text.endsWith('%')) return 'percent';
  return /[$€£¥]/.test(text) ? 'currency' : 'count';
}

const figureBefore = new RegExp(`(?:${figureMark}|${figureMark}[.,'’])$`);
const end = '(?![\\p{L}\\p{N}])';
const percentAfter = new RegExp(
  `^[\\s-]?(?:[%‰]|(?:percent|per cent|Prozent|pour cent|por ciento)${end}|パーセント)`,
  'iu',
);
const pointsAfter = new RegExp(
  `^[\\s-]?(?:(?:pp|percentage points?|Prozentpunkte?n?|points? de pourcentage|puntos porcentuales)${end}|ポイント)`,
  'iu',
);
const magnitudeAfter = new RegExp(
  `^[\\s-]?(?:(?:k|m|mn|bn|hundred|thousand|million|billion|trillion|dozen|Mio|Mrd|tausend|Millionen?|Milliarden?|mille|millions?|milliards?|mil|mill[oó]n(?:es)?)${end}|[百千万億亿兆])`,
  'iu',
);
const currencyBefore = new RegExp('(?:[$€£¥]|(?<!\\p{L})(?:USD|EUR|GBP|JPY|CHF))\\s?$', 'u');
const currencyAfter = new RegExp(
  `^\\s?(?:[$€£¥]|(?:USD|EUR|GBP|JPY|CHF|dollars?|euros?|pounds?|yen|Dollar|Euro)${end}|円|ドル|ユーロ|元)`,
  'iu',
);
const countedAfter = new RegExp(
  `^\\s(?:orders|customers|clients|units|items|users|tickets|shipments|deliveries|invoices|transactions|people|Bestellungen|Kunden|Stück|Aufträge|commandes|unités|livraisons|pedidos|clientes|unidades|entregas)${end}`,
  'u',
);
const timesAfter = new RegExp(`^\\s?(?:×|(?:x|times|mal|fois|veces|fold)${end}|倍)`, 'iu');
const timeAfter = new RegExp(
  `^\\s?(?:(?:days?|hours?|minutes?|seconds?|weeks?|months?|years?|Tage?n?|Stunden?|jours?|heures?|días?|horas?)${end}|日|時間)`,
  'iu',
);
