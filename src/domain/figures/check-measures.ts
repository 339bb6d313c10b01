import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Evidence } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { figureMark } from './masked-text.js';
import { sentencesOf } from './sentences.js';
import { lengthsIn } from './supported-periods.js';
import { measureOf } from './unit.js';
import { periodsOf } from './value-periods.js';
import type { Value } from './value.js';

/** A total is no average and no rate, an amount no number of things, and dollars are no euros. */
export function checkMeasures(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  return sentencesOf(masked).flatMap(({ text, start, mentions }) =>
    mentions.flatMap(({ name, at }) => {
      const value = values.get(name);
      if (value?.content.kind !== 'number') return [];
      const place = at - start;
      const [before, after] = [text.slice(0, place), text.slice(place + figureMark.length)];
      const found =
        unitNamed(value.content.unit, { text, before, after }) ??
        middleNamed(specs.get(name)?.calc, before) ??
        thingNamed(value, after, evidence) ??
        (isTotal(value, specs.get(name)?.calc, evidence)
          ? rateNamed(value, { before, after }, evidence)
          : null);
      return found === null ? [] : [{ ...found, where: `figure ${name}` }];
    }),
  );
}

type Found = Omit<Finding, 'where'> | null;

interface Around {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

function unitNamed(
  unit: Extract<Value['content'], { kind: 'number' }>['unit'],
  { text, before, after }: Around,
): Found {
  if (unit.kind !== 'count' && unit.kind !== 'label' && numberOf.test(before)) {
    return {
      code: 'wrong_unit',
      what: 'It is no number of things: it has a unit of its own.',
      fix: 'Say what it is, or use the figure of what is counted.',
    };
  }
  if (unit.kind !== 'currency') return null;
  const named = inCurrency.exec(text) ?? currencyBehind.exec(after);
  if (named === null) return null;
  const [, country = '', word = ''] = named.map((each) => (each ?? '').toLowerCase());
  const codes = country === '' ? currencies[word.replace(/s$/, '')] : countries[country];
  if (codes === undefined || codes.includes(unit.code)) return null;
  return {
    code: 'wrong_unit',
    what: `It is in ${unit.code}, and the sentence says ${(named[0] ?? '').trim()}.`,
    fix: 'Leave the currency out: it is filled in.',
  };
}

/** A median is no average, nor the other way round. */
function middleNamed(calc: FigureSpec['calc'] | undefined, before: string): Found {
  const word = middle.exec(before)?.[1]?.toLowerCase();
  if (word === undefined || (calc !== 'avg' && calc !== 'median')) return null;
  if (word.startsWith('median') === (calc === 'median')) return null;
  return {
    code: 'wrong_calculation',
    what: `The words say ${word}, and its calc is ${calc}.`,
    fix: 'Say what it is, or use the other calc.',
  };
}

/** Orders are no customers: where both are told apart by the column's name. */
function thingNamed({ content, from }: Value, after: string, { results }: Evidence): Found {
  const [source, second] = from;
  if (content.kind !== 'number' || content.unit.kind !== 'count' || second !== undefined)
    return null;
  const noun = counted.exec(after)?.[1]?.toLowerCase();
  const measure = source && results.get(source.step)?.measure;
  const isMeasure = measure?.column === source?.column;
  const known = [source?.column, ...(isMeasure ? [measure?.name, measure?.unit] : [])].join(' ');
  const own = thingsOf(known);
  if (noun === undefined || own.size === 0 || own.has(things[noun] ?? '')) return null;
  return {
    code: 'wrong_unit',
    what: `It counts ${[...own].join(' and ')}, and the sentence says ${noun}.`,
    fix: 'Name what it counts.',
  };
}

function thingsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  return new Set(words.flatMap((word) => things[word] ?? []));
}

function rateNamed(
  value: Value,
  { before, after }: Pick<Around, 'before' | 'after'>,
  evidence: Evidence,
): Found {
  if (averaged.test(before)) {
    return {
      code: 'average_of_total',
      what: 'The words say an average, and it is a total.',
      fix: 'Use calc avg or median, a column that is an average, or leave the word out.',
    };
  }
  const per = rate.exec(after)?.[1]?.toLowerCase();
  if (per === undefined || isPerRow(per, value, evidence)) return null;
  return {
    code: 'rate_of_total',
    what: `The words say how much per ${per}, and it is a total.`,
    fix: 'Use calc avg or ratio, or leave the words out.',
  };
}

/** Read as it stands, summed, or the greatest or least, from a column of sums or counts. */
function isTotal(
  { from }: Value,
  calc: FigureSpec['calc'] | undefined,
  { results }: Evidence,
): boolean {
  const [source, second] = from;
  const result = source && results.get(source.step);
  if (result === undefined || source === undefined || second !== undefined) return false;
  if (calc !== 'none' && calc !== 'sum' && calc !== 'max' && calc !== 'min') return false;
  const measure = measureOf(result, source.column);
  if (measure === null || !measure.additive || !/^(?:sum|count)/.test(measure.aggregation))
    return false;
  return !/avg|average|mean|median|per|rate/i.test(source.column);
}

/** Each row is one of them, or the total is of one such period. */
function isPerRow(per: string, value: Value, evidence: Evidence): boolean {
  const covers = periodsOf(value, evidence) ?? [];
  const unit = timeUnits[per];
  if (
    unit !== undefined &&
    lengthsIn(unit, { ranges: covers, joined: [], asked: [], days: new Set() }).has(1)
  )
    return true;
  const [source] = value.from;
  const columns = evidence.results.get(source?.step ?? '')?.columns ?? [];
  return columns.some(({ name }) => name.toLowerCase().includes(per.slice(0, 5)));
}

const things: Readonly<Record<string, string>> = {
  ...{ customer: 'customers', customers: 'customers', client: 'customers', clients: 'customers' },
  ...{ order: 'orders', orders: 'orders', purchases: 'orders', unit: 'units', units: 'units' },
  ...{ items: 'units', pieces: 'units', invoices: 'invoices', refunds: 'refunds' },
  ...{ tickets: 'tickets', products: 'products', shipments: 'shipments' },
};
/** What joins the figure to another thing: "{{orders}} and customers …", "{{orders}} from customers". */
const joining =
  'and|or|but|while|whereas|as|than|when|where|that|which|per|by|from|for|across|among|with|without|of|to|in|on|at|via|after|before';
const counted = new RegExp(
  `^ (?:(?!(?:${joining}) )\\p{L}+ )?(${Object.keys(things).join('|')})(?!\\p{L})`,
  'iu',
);
const middle =
  /\b(?<!(?:above|below|over|under|than|to|from|against)[- ](?:(?:the|its|an?|our) )?)(medians?|averaged?|averages|mean)\b[^.,;:()\uE000]{0,25}$/iu;
const numberOf =
  /\b(?:number|count) of (?:\p{L}+ ){1,3}(?:(?:was|is|were|reached|totall?ed|came to|stood at) |: ?)$/iu;
const money =
  '(?:(US|U\\.S\\.|American|Canadian|Australian|Hong Kong|Singapore|Swiss|Mexican) )?(dollars?|euros?|pounds?|yen|francs?|pesos?|rupees?)';
const inCurrency = new RegExp(`\\b(?:in|en) ${money}(?!\\p{L})`, 'iu');
const currencyBehind = new RegExp(`^ ${money}(?!\\p{L})`, 'iu');
const currencies: Readonly<Record<string, readonly string[]>> = {
  dollar: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD'],
  euro: ['EUR'],
  pound: ['GBP', 'EGP'],
  yen: ['JPY'],
  franc: ['CHF', 'XAF', 'XOF'],
  peso: ['MXN', 'ARS', 'CLP', 'COP', 'PHP'],
  rupee: ['INR', 'PKR', 'LKR', 'NPR'],
};
const countries: Readonly<Record<string, readonly string[]>> = {
  us: ['USD'],
  'u.s.': ['USD'],
  american: ['USD'],
  canadian: ['CAD'],
  australian: ['AUD'],
  'hong kong': ['HKD'],
  singapore: ['SGD'],
  swiss: ['CHF'],
  mexican: ['MXN'],
};
/** The last words before the figure; "above-average" and "than the average" say something else. */
const averaged =
  /(?:(?<!\b(?:above|below|over|under|beyond|than|to|from|near|around)[- ](?:(?:the|its|an?|our) )?)\b(?:average|averaged|averages|median|mean)\b|\bon average\b|im (?:Schnitt|Mittel)|[Dd]urchschnittlich\p{L}*|en moyenne|en promedio|de media|平均)[^.,;:()\uE000]{0,40}$/u;
const rate =
  /^ (?:per|a|an|each|every|pro|par|por) (day|week|month|quarter|year|customer|client|order|user|account|store|product|employee|head|capita|Tag|Woche|Monat|Quartal|Jahr|Kunde|Bestellung|jour|semaine|mois|trimestre|an|client|commande|día|semana|mes|año|cliente|pedido)\b/iu;
const timeUnits: Readonly<Record<string, string>> = {
  ...{ day: 'day', tag: 'day', jour: 'day', día: 'day' },
  ...{ week: 'week', woche: 'week', semaine: 'week', semana: 'week' },
  ...{ month: 'month', monat: 'month', mois: 'month', mes: 'month' },
  ...{ quarter: 'quarter', quartal: 'quarter', trimestre: 'quarter' },
  ...{ year: 'year', jahr: 'year', an: 'year', año: 'year' },
};
