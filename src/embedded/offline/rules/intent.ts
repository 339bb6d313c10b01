import { dimensionNames, measureNames, periodLabel } from './labels.js';
import type { Filter, Reading } from './read-question.js';
import { unknownGroup } from './query.js';
import { isGrain, type Language } from './vocabulary.js';

/** One sentence that says what is answered, in the question's language and without any figure but a period's. */
export function writeIntent(reading: Reading): string {
  const { language, measures, dimensions, period, base, top, filters } = reading;
  const names = measures.map((measure) => measureNames[language][measure]);
  const by = dimensions.map((dimension) => dimensionNames[language][dimension]);
  const main = period && periodLabel(period, language);
  const before = base && periodLabel(base, language);
  const only = valuesOf(filters, language);
  const limit = top?.count ?? 0;

  if (language === 'ja') {
    return [
      main === null ? '' : `${main}の`,
      only === '' ? '' : `${only}の`,
      by.map((name) => `${name}別`).join('・'),
      by.length === 0 ? '' : 'の',
      names.join('と'),
      limit === 0 ? '' : `（${top?.lowest === true ? '下位' : '上位'}${limit}件）`,
      before === null ? '' : `、${before}との比較`,
    ].join('');
  }
  const de = language === 'de';
  return sentence([
    limit === 0 ? '' : `${listWord(top?.lowest === true, de)} ${limit}:`,
    names.join(de ? ' und ' : ' and '),
    by.length === 0 ? '' : `${de ? 'nach' : 'by'} ${by.join(de ? ' und ' : ' and ')}`,
    only === '' ? '' : `(${de ? 'nur' : 'only'} ${only})`,
    main === null
      ? de
        ? 'über alle Daten'
        : 'over all dates'
      : `${de ? 'im Zeitraum' : 'for'} ${main}`,
    before === null ? '' : `${de ? 'gegenüber' : 'against'} ${before}`,
  ]);
}

function listWord(lowest: boolean, de: boolean): string {
  if (lowest) return de ? 'Letzte' : 'Bottom';
  return 'Top';
}

/** The values of all filters, as the warehouse writes them. */
export function valuesOf(filters: readonly Filter[], language: Language): string {
  const values = filters
    .filter(({ dimension }) => !isGrain(dimension))
    .flatMap(({ values }) => values)
    .filter((value) => value !== unknownGroup);
  const last = values.length > 1 ? values.pop() : undefined;
  return [values.join(', '), ...(last === undefined ? [] : [last])].join(and[language]);
}

const and = { en: ' and ', de: ' und ', ja: 'と' } as const;

function sentence(parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
