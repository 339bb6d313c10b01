import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkPlainText } from '../../../src/domain/figures/check-text.js';
import { ground } from '../../../src/domain/figures/ground.js';
import { honestTexts } from './honest-texts.js';
import { figures, sampleEvidence } from './support.js';

const evidence = sampleEvidence();
/** Neither a year, nor a threshold, nor a limit of the sample. */
const invented = fc
  .integer({ min: 13, max: 2_000_000_000 })
  .filter((number) => number !== 2500 && (number < 1900 || number > 2099));

const locales = [
  'en-US',
  'de-DE',
  'fr-FR',
  'es-ES',
  'ja-JP',
  'ar-EG',
  'hi-IN-u-nu-deva',
  'th-TH-u-nu-thai',
  'bn-BD-u-nu-beng',
  'fa-IR',
  'zh-CN-u-nu-fullwide',
  'de-CH',
];
const inDigits = fc
  .tuple(
    invented,
    fc.constantFrom(...locales),
    fc.constantFrom('plain', 'money', 'percent', 'compact', 'raw', 'decimal'),
  )
  .map(([number, locale, style]) => {
    if (style === 'raw') return String(number);
    const options: Record<string, Intl.NumberFormatOptions> = {
      money: { style: 'currency', currency: 'EUR' },
      percent: { style: 'percent' },
      compact: { notation: 'compact' },
      decimal: { minimumFractionDigits: 2 },
    };
    return new Intl.NumberFormat(locale, options[style]).format(number);
  })
  // A compact or a percent form may be a year or a limit again.
  .filter((text) => !/^(?:2|2\.5|2,5)\D*$/.test(text));

const words = {
  en: [
    'two three four five six seven eight nine ten eleven twelve twenty forty-two',
    'million dollars|thousand|percent|dollars|euros|billion|hundred|dozen',
  ],
  de: [
    'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig zweiundvierzig',
    'Millionen|tausend|Prozent|Euro|Milliarden|Dollar',
  ],
  fr: [
    'deux trois quatre cinq six sept huit neuf dix onze douze vingt quarante-deux',
    "millions d'euros|mille|pour cent|euros|milliards",
  ],
  es: [
    'dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cuarenta',
    'millones|mil|por ciento|euros|dólares',
  ],
} as const;
const inWords = fc
  .constantFrom(...Object.values(words))
  .chain(([numbers, units]) =>
    fc
      .tuple(fc.constantFrom(...numbers.split(' ')), fc.constantFrom(...units.split('|')))
      .map(([number, unit]) => `${number} ${unit}`),
  );
const inKanji = fc
  .tuple(
    fc.constantFrom(...'二三四五六七八九'),
    fc.constantFrom('百万円', '億', '千', '十倍', '倍', '割', '十件', '万人'),
  )
  .map((parts) => parts.join(''));

test('no invented number reaches the text, in any script or language, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...honestTexts),
      fc.oneof(inDigits, inWords, inKanji),
      fc.nat(),
      (honest, number, seed) => {
        const gaps = [...honest.matchAll(/ |$/g)].map((match) => match.index);
        // Not inside "{{ … }}", and not where it would continue a period or a count that is true.
        const at = gaps[seed % gaps.length] ?? honest.length;
        const text = `${honest.slice(0, at)} so ${number} so ${honest.slice(at)}`;
        const grounded = ground({ text, figures }, evidence);
        assert.notEqual(grounded.findings.length, 0, text);
        assert.equal(grounded.text, '');
        assert.notEqual(checkPlainText(`so ${number} so`, evidence).length, 0, number);
      },
    ),
    { numRuns: 1_500 },
  );
});

test('an intent may name periods and limits, and no other number', () => {
  const allowed = [
    'Revenue by region for Q4 2025, against Q3',
    'Top 5 products of Q4 2025',
    'Umsatz je Region',
  ];
  for (const text of allowed) assert.deepEqual(checkPlainText(text, evidence), []);
  for (const text of [
    'Revenue of 12 regions',
    'Revenue in Q1 2020',
    'About {{total}}',
    'Twelve million in revenue',
  ]) {
    assert.equal(checkPlainText(text, evidence).length, 1, text);
  }
});

test('a clarification before any step may name what the question and the catalog name', () => {
  const bare = { ...evidence, results: new Map(), names: ['orders', '2024-01-01 to 2026-09-30'] };
  assert.deepEqual(checkPlainText('The orders end on 2026-09-30: did you mean Q3?', bare), []);
  assert.equal(checkPlainText('Did you mean Q2 2031?', bare)[0]?.code, 'unknown_period');
});
