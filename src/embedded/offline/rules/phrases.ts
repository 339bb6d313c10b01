import type { Language } from './vocabulary.js';

/** Sentences around figures. `{{…}}` are figures' names; the rest are periods and names of measures. */
export interface Phrases {
  /** "Revenue for EMEA in Q4 2025"; any part may be ''. */
  readonly about: (measure: string, only: string, period: string) => string;
  readonly value: (about: string, figure: string) => string;
  /** How a figure stands against the earlier period. Without a direction the change keeps its sign. */
  readonly against: (
    period: string,
    figures: { readonly direction: string; readonly growth: string; readonly before: string },
  ) => string;
  readonly best: (about: string, label: string, figure: string) => string;
  /** The same after a sentence that says what it is about. */
  readonly leader: (label: string, figure: string) => string;
  readonly worst: (label: string, figure: string) => string;
  /** Of a top or bottom list: the ones after the first. */
  readonly followed: (items: readonly (readonly [label: string, figure: string])[]) => string;
  readonly lowestOfList: (about: string, label: string, figure: string) => string;
  readonly gained: (period: string, label: string, figure: string) => string;
  readonly lost: (period: string, label: string, figure: string) => string;
  readonly noData: (about: string) => string;
  readonly noBase: (period: string) => string;
  readonly unknown: string;
  readonly cutOff: string;
  readonly notOver: string;
  readonly seeTable: string;
  readonly nothingFound: string;
  /** Of a sample: no figure, no order of rows, only estimates, or only the first rows. */
  readonly tooSmall: (about: string) => string;
  readonly undecided: string;
  readonly estimated: string;
  readonly look: string;
}

export const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    about: (measure, only, period) =>
      [capital(measure), only && `for ${only}`, period && within(period)].filter(Boolean).join(' '),
    value: (about, figure) => `${about} was ${figure}`,
    against: (period, { direction, growth, before }) =>
      direction === ''
        ? `, a change of ${growth} on ${period} (${before}).`
        : `, ${direction} ${growth} on ${period} (${before}).`,
    best: (about, label, figure) => `${about} was highest for ${label} with ${figure}`,
    leader: (label, figure) => `${label} led with ${figure}`,
    worst: (label, figure) => `; ${label} came last with ${figure}`,
    followed: (items) =>
      `, followed by ${items.map(([label, figure]) => `${label} (${figure})`).join(', ')}`,
    lowestOfList: (about, label, figure) => `${about} was lowest for ${label} with ${figure}`,
    gained: (period, label, figure) => `Against ${period}, ${label} rose the most, by ${figure}.`,
    lost: (period, label, figure) => `Against ${period}, ${label} fell the most, by ${figure}.`,
    noData: (about) => `${about}: there is no data.`,
    noBase: (period) => `There is no data for ${period} to compare with.`,
    unknown: 'Orders without a recorded region are shown as (unknown).',
    cutOff: 'The result was cut off, so that it has no total.',
    notOver: 'The later period is not over yet.',
    seeTable: 'What was found is in the table.',
    nothingFound: 'Nothing was found.',
    tooSmall: (about) => `${about}: the sample is too small for a figure.`,
    undecided: 'The sample does not tell which of them led.',
    estimated: 'The figures are estimates from a sample of the data.',
    look: 'The table shows only the first rows in no order, so there are no totals.',
  },
  de: {
    about: (measure, only, period) =>
      [capital(measure), only && `(${only})`, period && `im Zeitraum ${period}`]
        .filter(Boolean)
        .join(' '),
    value: (about, figure) => `${about}: ${figure}`,
    against: (period, { growth, before }) =>
      `; Veränderung gegenüber ${period} (${before}): ${growth}.`,
    best: (about, label, figure) => `${about}, höchster Wert: ${label} mit ${figure}`,
    leader: (label, figure) => `Höchster Wert: ${label} mit ${figure}`,
    worst: (label, figure) => `; niedrigster Wert: ${label} mit ${figure}`,
    followed: (items) =>
      `, gefolgt von ${items.map(([label, figure]) => `${label} (${figure})`).join(', ')}`,
    lowestOfList: (about, label, figure) => `${about}, niedrigster Wert: ${label} mit ${figure}`,
    gained: (period, label, figure) =>
      `Gegenüber ${period} legte ${label} am meisten zu: ${figure}.`,
    lost: (period, label, figure) => `Gegenüber ${period} verlor ${label} am meisten: ${figure}.`,
    noData: (about) => `${about}: Es gibt keine Daten.`,
    noBase: (period) => `Für ${period} gibt es keine Daten zum Vergleich.`,
    unknown: 'Bestellungen ohne erfasste Region stehen unter (unknown).',
    cutOff: 'Das Ergebnis wurde abgeschnitten und hat deshalb keine Summe.',
    notOver: 'Der spätere Zeitraum ist noch nicht zu Ende.',
    seeTable: 'Was gefunden wurde, steht in der Tabelle.',
    nothingFound: 'Es wurde nichts gefunden.',
    tooSmall: (about) => `${about}: Die Stichprobe ist zu klein für einen Wert.`,
    undecided: 'Wo der höchste Wert liegt, lässt die Stichprobe offen.',
    estimated: 'Die Werte sind Schätzungen aus einer Stichprobe der Daten.',
    look: 'Die Tabelle zeigt nur die vordersten Zeilen ohne Ordnung, daher gibt es keine Summen.',
  },
  ja: {
    about: (measure, only, period) => `${period && `${period}の`}${only && `${only}の`}${measure}`,
    value: (about, figure) => `${about}は ${figure} です`,
    against: (period, { growth, before }) =>
      `。${period}（ ${before} ）からの変化は ${growth} です。`,
    best: (about, label, figure) => `${about}が最も高いのは ${label} の ${figure} です`,
    leader: (label, figure) => `最も高いのは ${label} の ${figure} です`,
    worst: (label, figure) => `。最も低いのは ${label} の ${figure} です`,
    followed: (items) =>
      `。続いて ${items.map(([label, figure]) => `${label} （ ${figure} ）`).join('、 ')} です`,
    lowestOfList: (about, label, figure) => `${about}が最も低いのは ${label} の ${figure} です`,
    gained: (period, label, figure) =>
      `${period}から最も伸びたのは ${label} で、変化は ${figure} です。`,
    lost: (period, label, figure) =>
      `${period}から最も落ち込んだのは ${label} で、変化は ${figure} です。`,
    noData: (about) => `${about}のデータはありません。`,
    noBase: (period) => `比較する${period}のデータはありません。`,
    unknown: '地域の記録がない注文は (unknown) と表示しています。',
    cutOff: '結果は途中で切れているため、合計はありません。',
    notOver: '後の期間はまだ終わっていません。',
    seeTable: '結果は表のとおりです。',
    nothingFound: '該当するデータは見つかりませんでした。',
    tooSmall: (about) => `${about}は、標本が小さすぎて値を示せません。`,
    undecided: 'どこが最も高いかは、標本からは分かりません。',
    estimated: '値は標本からの推定値です。',
    look: '表は順不同の先頭の行だけで、合計はありません。',
  },
};

export function fullStop(language: Language): string {
  return language === 'ja' ? '。' : '.';
}

/** "in Q4 2025", "on 2025-12-24", "from March to June 2026". */
function within(period: string): string {
  if (/^(?:from|up to) /.test(period)) return period;
  if (period.includes(' to ')) return `from ${period}`;
  return /^\d{4}-\d\d-\d\d$/.test(period) ? `on ${period}` : `in ${period}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
