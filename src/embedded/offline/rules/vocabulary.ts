import { anywhere, words } from './scanner.js';

export type Language = 'en' | 'de' | 'ja';

export type Measure =
  | 'revenue'
  | 'orders'
  | 'units'
  | 'average_order_value'
  | 'customers'
  | 'refunds'
  | 'returns';

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

export type Dimension =
  | 'region'
  | 'category'
  | 'product'
  | 'channel'
  | 'segment'
  | 'customer'
  | 'reason'
  | Grain;

export const grains: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

export function isGrain(dimension: Dimension): dimension is Grain {
  return grains.some((grain) => grain === dimension);
}

/** What a measure is called in a question. Longer names come first, so that "average order value" is no "orders". */
export const measurePatterns: readonly (readonly [Measure, RegExp])[] = [
  [
    'average_order_value',
    words(
      '(?:average|avg\\.?|mean) (?:order (?:values?|sizes?)|basket(?: values?)?)|aov|durchschnittliche[rnsm]? (?:bestellwerte?[sn]?|warenkorb)|durchschnittsbestellwert',
    ),
  ],
  ['average_order_value', anywhere('平均(?:注文|購入)(?:金?額|単価)|客単価')],
  [
    'refunds',
    words(
      'refunds?(?: (?:amounts?|totals?))?|refunded(?: amounts?)?|erstattungen|erstattungsbetr(?:ag|äge)',
    ),
  ],
  ['refunds', anywhere('返金(?:金?額)?|払い戻し額?')],
  [
    'returns',
    words(
      '(?:number of )?(?:returns|returned (?:items|orders|lines)|return counts?)|(?:items|orders|lines) (?:were|was|got|have been) returned|retouren|rücksendungen',
    ),
  ],
  ['returns', anywhere('返品(?:件?数)?')],
  [
    'units',
    words(
      '(?:number of )?units(?: sold)?|(?:items|pieces) sold|quantit(?:y|ies)(?: sold)?|stückzahl(?:en)?|verkaufte[rn]? (?:einheiten|stück(?:e|zahl)?)|absatz|absatzmengen?|verkaufsmengen?',
    ),
  ],
  ['units', anywhere('販売(?:個数|数量?|点数)|売上(?:数量|個数)|数量|個数')],
  ['orders', words('sales orders')],
  [
    'revenue',
    words(
      '(?:(?:sales|total) )?revenues?|sales|turnover|spent|spend|umsatz(?:es|zahlen)?|umsätzen?|erlöse?n?',
    ),
  ],
  ['revenue', anywhere('売上(?:高|額|金額)?|売り上げ|収益')],
  [
    'orders',
    words('(?:number of |count of )?orders?(?: counts?)?|bestellungen|bestellanzahl|aufträge?n?'),
  ],
  ['orders', anywhere('(?:受注|注文)(?:件?数)?')],
];

/** "Customers" is what is counted, what is grouped by, or merely whose orders: see readQuestion. */
export const customerWords = words(
  '(?:(?:distinct|different|unique|active|buying) )*(?:customers?|buyers?)|kunden|käufer',
);
/** Says that they are counted, whatever else the question is about. */
export const customerCounts = words(
  '(?:number|count) of (?:(?:our|distinct|different|unique|active|buying) )*(?:customers|buyers)|(?:customer|buyer) (?:counts?|numbers?)|anzahl (?:der |an |von )?(?:kunden|käufern?)|kundenanzahl|kundenzahl',
);
export const customerWordsJa = anywhere('(?:購入者|顧客|購入客)数?');

/** What a dimension is called. Japanese says 別 or ごと after it. */
export const dimensionPatterns: readonly (readonly [Dimension, RegExp])[] = [
  ['segment', words('(?:customer )?segments?|(?:kunden)?segmente?[sn]?|customer types?')],
  ['segment', anywhere('(?:顧客)?(?:セグメント|区分)(?:別|ごと|毎)?')],
  ['reason', words('(?:return )?reasons?|(?:rückgabe|retouren)?gr(?:und|ünde|ünden)')],
  ['reason', anywhere('(?:返品)?理由(?:別|ごと|毎)?')],
  ['category', words('(?:product )?categor(?:y|ies)|(?:produkt|waren)?kategorien?')],
  ['category', anywhere('(?:商品|製品)?カテゴリー?(?:別|ごと|毎)?')],
  ['product', words('products?|produkte?[sn]?|artikeln?')],
  ['product', anywhere('(?:商品|製品)(?:別|ごと|毎)?')],
  ['channel', words('(?:sales )?channels?|(?:vertriebs|verkaufs|absatz)?(?:kanal|kanäle|kanälen)')],
  ['channel', anywhere('(?:販売)?(?:チャネル|チャンネル|経路)(?:別|ごと|毎)?')],
  ['region', words('(?:sales )?regions?|regional|regionen')],
  ['region', anywhere('(?:地域|リージョン)(?:別|ごと|毎)?')],
  ['day', words('days?|daily|per day|tage?n?|täglich(?:e[rn]?)?')],
  ['day', anywhere('日別|日次|毎日|日ごと')],
  ['week', words('weeks?|weekly|wochen?|wöchentlich(?:e[rn]?)?')],
  ['week', anywhere('週別|週次|毎週|週ごと')],
  [
    'month',
    words(
      'month by month|months?|monthly|monate?[ns]?|monatlich(?:e[rn]?)?|trends?|over time|(?:development|developed|develop)(?: over time)?|entwicklung|entwickelt|verlauf|zeitverlauf',
    ),
  ],
  ['month', anywhere('月別|月次|毎月|月ごと|推移|トレンド')],
  ['quarter', words('quarters?|quarterly|quartale?[ns]?|quartalsweise|vierteljährlich')],
  ['quarter', anywhere('四半期(?:別|ごと|毎)?')],
  ['year', words('years?|yearly|annual|annually|jahre?[ns]?|jährlich(?:e[rn]?)?')],
  ['year', anywhere('年別|年次|毎年|年ごと')],
];

/** Words that change nothing. Any word that is neither here nor understood makes the planner ask back. */
export const fillers: readonly RegExp[] = [
  words("'s|s'"),
  words(
    "(?:what|who|how|where|that|there|it|let)'s|" +
      'please|could|can|would|you|show|me|us|give|tell|list|display|get|find|see|i|want|need|like|to|know|let|lets|hi|hello|thanks|thank|' +
      'what|whats|was|were|is|are|be|been|being|has|have|had|do|does|did|how|much|many|which|who|where|when|whose|that|this|these|those|it|its|they|them|there|' +
      'the|a|an|of|for|in|on|at|by|per|and|with|from|as|our|we|my|your|within|during|through|across|between|among|over|each|every|all|both|any|into|' +
      'broken|break|down|breakdown|broke|split|grouped|group|groups|ordered|sorted|ranked|rank|ranking|view|overview|report|chart|graph|bar|line|table|plot|' +
      'total|totals|totaled|overall|sum|amount|amounts|number|count|figure|figures|numbers|value|values|data|result|results|' +
      'made|make|makes|make|generated|generate|generates|earned|earn|sold|sell|sells|bought|buy|something|anything|placed|place|received|got|brought|come|came|contributed|performance|performed|perform|performing|did|' +
      'usd|us dollars|dollars|in total|period|periods|time|times|respectively|calendar|then|also|only|just|so|far|now|about|out|up|look|looks|compare|same|instead|but|ok|okay',
  ),
  words(
    'bitte|zeige?n?|zeig|gib|nenne?|liste|mir|uns|wir|ich|möchte|will|wissen|wie|viele?n?|hoch|war|waren|ist|sind|wurden?|hat|haben|hatten?|gab|es|was|welche[rnsm]?|wer|' +
      'der|die|das|den|dem|des|ein|eine|einen|einem|einer|im|in|am|an|auf|aus|bei|von|vom|für|nach|pro|je|und|mit|zu|zum|zur|über|als|sich|unser|unsere[rnsm]?|dazu|davon|jeweils|' +
      'gesamt|gesamte[rnsm]?|insgesamt|summe|anzahl|aufgeschlüsselt|aufgeteilt|gegliedert|gruppiert|zeitraum|aller?|jede[rnsm]?|dar|verkauft|gemacht|erzielt|erreicht|meisten|vergleich|dollar|gekauft|haben|nur|jetzt|auch|aber|sieht|stattdessen',
  ),
  anywhere(
    '見|教|示|表示|合計|総|全体|全|各|当社|弊社|期間|結果|一覧|何件|何人|何個|何|件|人|額|金額|実績|内訳|状況|集計|別|毎|比|知|対',
  ),
];

/** Signs that a question is German; Japanese is told by its script. */
const germanSigns = words(
  'umsatz(?:es)?|umsätze|erlöse|bestellungen|aufträge|kunden|retouren|rücksendungen|erstattungen|stückzahl|bestellwert|zeige?|zeig|welche[rnsm]?|wie|viele|für|nach|und|der|die|das|quartal|monat|jahr|im|letzte[nsrm]?|produkte|regionen|kanal|kategorien?',
);

export function languageOf(normalized: string): Language {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(normalized)) return 'ja';
  return [...normalized.matchAll(germanSigns)].length > 0 ? 'de' : 'en';
}
