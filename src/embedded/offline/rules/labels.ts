import { addDays } from '../../../domain/day.js';
import { addMonths, partsOf, wholeMonths, type Period } from './calendar.js';
import type { Dimension, Language, Measure } from './vocabulary.js';

/** What measures are called in a sentence. */
export const measureNames: Readonly<Record<Language, Readonly<Record<Measure, string>>>> = {
  en: {
    revenue: 'revenue',
    orders: 'the number of orders',
    units: 'the number of units sold',
    average_order_value: 'the average order value',
    customers: 'the number of buying customers',
    refunds: 'the refund amount',
    returns: 'the number of returned order lines',
  },
  de: {
    revenue: 'Umsatz',
    orders: 'Anzahl der Bestellungen',
    units: 'verkaufte Stückzahl',
    average_order_value: 'durchschnittlicher Bestellwert',
    customers: 'Anzahl kaufender Kunden',
    refunds: 'Erstattungsbetrag',
    returns: 'Anzahl zurückgegebener Positionen',
  },
  ja: {
    revenue: '売上',
    orders: '注文数',
    units: '販売数量',
    average_order_value: '平均注文額',
    customers: '購入顧客数',
    refunds: '返金額',
    returns: '返品数',
  },
};

export const dimensionNames: Readonly<Record<Language, Readonly<Record<Dimension, string>>>> = {
  en: {
    region: 'region',
    category: 'category',
    product: 'product',
    channel: 'channel',
    segment: 'customer segment',
    customer: 'customer',
    reason: 'reason',
    day: 'day',
    week: 'week',
    month: 'month',
    quarter: 'quarter',
    year: 'year',
  },
  de: {
    region: 'Region',
    category: 'Kategorie',
    product: 'Produkt',
    channel: 'Kanal',
    segment: 'Kundensegment',
    customer: 'Kunde',
    reason: 'Grund',
    day: 'Tag',
    week: 'Woche',
    month: 'Monat',
    quarter: 'Quartal',
    year: 'Jahr',
  },
  ja: {
    region: '地域',
    category: 'カテゴリ',
    product: '商品',
    channel: 'チャネル',
    segment: '顧客セグメント',
    customer: '顧客',
    reason: '理由',
    day: '日',
    week: '週',
    month: '月',
    quarter: '四半期',
    year: '年',
  },
};

const monthNames = {
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
    ' ',
  ),
} as const;

const through = { en: ' to ', de: ' bis ', ja: '〜' } as const;
const from = { en: 'from ', de: 'ab ', ja: '' } as const;
const until = { en: 'up to ', de: 'bis ', ja: '' } as const;

/** A period as people say it: "Q4 2025", "March 2026", or its first and last day. */
export function periodLabel(period: Period, language: Language): string {
  if (period.from === '')
    return `${until[language]}${addDays(period.to, -1)}${language === 'ja' ? 'まで' : ''}`;
  if (period.to === '') return `${from[language]}${period.from}${language === 'ja' ? '以降' : ''}`;
  const months = wholeMonths(period);
  if (months === undefined) {
    const last = addDays(period.to, -1);
    return last === period.from ? last : `${period.from}${through[language]}${last}`;
  }
  const [year, month] = partsOf(period.from);
  if (months === 12 && month === 1) return language === 'ja' ? `${year}年` : String(year);
  if (months === 3 && month % 3 === 1) {
    const quarter = (month + 2) / 3;
    return language === 'ja' ? `${year}年第${quarter}四半期` : `Q${quarter} ${year}`;
  }
  const first = monthLabel(period.from, language);
  if (months === 1) return first;
  return `${first}${through[language]}${monthLabel(addMonths(period.to, -1), language)}`;
}

function monthLabel(day: string, language: Language): string {
  const [year, month] = partsOf(day);
  return language === 'ja'
    ? `${year}年${month}月`
    : `${monthNames[language][month - 1] ?? ''} ${year}`;
}
