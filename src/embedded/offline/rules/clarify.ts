import type { Plan } from '../../../domain/plan.js';
import type { Language } from './vocabulary.js';

/** Why the rules do not plan. */
export type Reason =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | {
      readonly kind: 'no measure' | 'other warehouse' | 'no tools' | 'no data' | 'mixed' | 'failed';
    };

/**
 * A question back that says what the offline planner is and what it understands. It holds no digits: nothing here comes
 * from a cell.
 */
export function clarify(reason: Reason, language: Language): Plan {
  const { intent, who, options } = words[language];
  const isHopeless = reason.kind === 'other warehouse' || reason.kind === 'no tools';
  return {
    intent,
    clarification: {
      question: `${explain(reason, language)} ${who}`,
      options: isHopeless ? [] : options,
    },
    steps: [],
  };
}

function explain(reason: Reason, language: Language): string {
  const { reasons, quote } = words[language];
  if (reason.kind !== 'words') return reasons[reason.kind];
  const sayable = reason.words.filter((word) => !/\p{N}/u.test(word)).slice(0, 5);
  return sayable.length === 0 ? reasons['no words'] : quote(sayable);
}

interface Words {
  readonly intent: string;
  readonly who: string;
  readonly options: readonly string[];
  readonly reasons: Readonly<Record<Exclude<Reason['kind'], 'words'> | 'no words', string>>;
  readonly quote: (words: readonly string[]) => string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    intent: 'Ask back: the question is outside what the offline planner understands',
    who: 'I am the offline planner, a set of rules for the sample warehouse. I understand revenue, orders, units, average order value, customers, refunds and returns; by region, category, product, channel, customer segment, month or quarter; for a period, compared with another period, or as a top list. Set ANTHROPIC_API_KEY, and Claude plans instead.',
    options: [
      'Show revenue by region for last quarter, compared with the quarter before',
      'Top products by revenue this year',
      'Orders by channel for last month',
      'Average order value by customer segment this year',
    ],
    reasons: {
      'no words': 'I did not understand all of your question.',
      'no measure': 'Your question does not say what to measure.',
      'other warehouse': 'This is not the sample warehouse, and it is the only one I know.',
      'no tools': 'The tools that I plan with are not registered here.',
      'no data': 'The warehouse has no data for that period.',
      mixed: 'That measure cannot be split or filtered that way.',
      failed: 'My plan for this was turned down, or its query failed, and I have no other.',
    },
    quote: (list) => `I did not understand ${list.map((word) => `“${word}”`).join(', ')}.`,
  },
  de: {
    intent: 'Rückfrage: Die Frage liegt außerhalb dessen, was der Offline-Planer versteht',
    who: 'Ich bin der Offline-Planer, ein Satz von Regeln für das Beispiel-Warehouse. Ich verstehe Umsatz, Bestellungen, Stückzahl, durchschnittlichen Bestellwert, Kunden, Erstattungen und Retouren; nach Region, Kategorie, Produkt, Kanal, Kundensegment, Monat oder Quartal; für einen Zeitraum, verglichen mit einem anderen, oder als Top-Liste. Mit ANTHROPIC_API_KEY plant stattdessen Claude.',
    options: [
      'Umsatz nach Region im letzten Quartal im Vergleich zum Vorquartal',
      'Top Produkte nach Umsatz in diesem Jahr',
      'Bestellungen nach Kanal im letzten Monat',
    ],
    reasons: {
      'no words': 'Ich habe nicht die ganze Frage verstanden.',
      'no measure': 'Die Frage sagt nicht, was gemessen werden soll.',
      'other warehouse': 'Dies ist nicht das Beispiel-Warehouse, und nur dieses kenne ich.',
      'no tools': 'Die Werkzeuge, mit denen ich plane, sind hier nicht registriert.',
      'no data': 'Für diesen Zeitraum hat das Warehouse keine Daten.',
      mixed: 'Diese Kennzahl lässt sich so nicht aufteilen oder filtern.',
      failed:
        'Mein Plan dafür wurde abgelehnt, oder seine Abfrage schlug fehl, und ich habe keinen anderen.',
    },
    quote: (list) => `Nicht verstanden habe ich ${list.map((word) => `„${word}“`).join(', ')}.`,
  },
  ja: {
    intent: '確認：オフラインプランナーが理解できる範囲を超えた質問です',
    who: '私はオフラインプランナーで、サンプルのデータウェアハウス専用のルールで動いています。売上、注文数、販売数量、平均注文額、顧客数、返金額、返品数を、地域、カテゴリ、商品、チャネル、顧客セグメント、月、四半期の別に、期間の指定や比較、上位の一覧としてお答えできます。ANTHROPIC_API_KEY を設定すると、Claude が計画します。',
    options: [
      '前四半期の地域別売上を見せてください',
      '今年の商品別売上トップ',
      '先月のチャネル別注文数',
    ],
    reasons: {
      'no words': '質問の一部を理解できませんでした。',
      'no measure': '何を集計するのかが質問からわかりません。',
      'other warehouse':
        'これはサンプルのデータウェアハウスではありません。私はサンプルしか知りません。',
      'no tools': '計画に使うツールがここには登録されていません。',
      'no data': 'その期間のデータはありません。',
      mixed: 'この指標はそのように分けたり絞り込んだりできません。',
      failed:
        'この質問の計画は受け入れられなかったか、クエリが失敗しました。ほかの計画はありません。',
    },
    quote: (list) => `${list.map((word) => `「${word}」`).join('')}を理解できませんでした。`,
  },
};
