import { countOf, best, cell, column, type DataSet, type TextSet } from './data-set.js';
import { goal, months, products, regions, targets } from './sales.js';
import { accounts, delivery, loyal, returnRates, september } from './service.js';

const branches: DataSet = {
  steps: {
    filialen: {
      sql: `select f.name as filiale, count(*) as bestellungen from bestellungen b join filialen f using (filiale_id)
            where b.datum >= '2026-08-01' and b.datum < '2026-09-01' group by f.name having count(*) >= 100`,
      measure: countOf('bestellungen', 'Bestellungen'),
      period: ['2026-08-01', '2026-09-01'],
      dimensions: ['filiale'],
      columns: { filiale: 'text', bestellungen: 'bigint' },
      rows: [
        ['1. FC Köln Fanshop', '1204'],
        ['Filiale 7', '880'],
        ['Motel One', '310'],
        ['Straße des 17. Juni', '455'],
      ],
    },
  },
  figures: {
    fc: cell('filialen', 'bestellungen', { filiale: '1. FC Köln Fanshop' }),
    sieben: cell('filialen', 'bestellungen', { filiale: 'Filiale 7' }),
    juni: cell('filialen', 'bestellungen', { filiale: 'Straße des 17. Juni' }),
    motel: cell('filialen', 'bestellungen', { filiale: 'Motel One' }),
    vorn: best('filialen', 'filiale', 'bestellungen'),
    alle: column('sum', 'filialen', 'bestellungen'),
  },
};

/** Written before the grounding rules were read: what a careful analyst writes in German. */
export const german: readonly TextSet[] = [
  {
    data: regions,
    question: 'Wie hoch war der Umsatz nach Region im Q4 2025, verglichen mit Q3?',
    locale: 'de-DE',
    texts: [
      'Der Umsatz lag im vierten Quartal 2025 bei {{total}}, {{growth}} mehr als im dritten Quartal. An der Spitze steht {{best}} mit {{best_rev}}.',
      'Im Q4 2025 stieg der Umsatz um {{growth}} auf {{total}}. EMEA trug {{emea}} bei, das sind {{emea_share}} des Gesamtumsatzes.',
      'Nur LATAM ging zurück: von {{latam_q3}} auf {{latam}}, ein Minus von {{latam_change}}.',
      'Umsatz Q4 2025:\n\n- Nordamerika: {{na}}\n- EMEA: {{emea}}\n- APAC: {{apac}}\n- LATAM: {{latam}}\n- ohne Region: {{no_region}}',
      'APAC wuchs gegenüber dem Vorquartal um {{apac_growth}}, EMEA um {{emea_growth}}. Zusammen ergab sich ein Zuwachs von {{increase}}.',
    ],
  },
  {
    data: products,
    question: 'Welche 5 Produkte hatten 2025 den höchsten Umsatz?',
    locale: 'de-DE',
    texts: [
      'Die fünf umsatzstärksten Produkte im Jahr 2025 waren {{first}}, {{second}}, {{third}}, {{fourth}} und {{fifth}}.',
      'Auf Platz 1 liegt 3M Scotch 810 mit {{first_rev}}, auf Platz 2 die 7-Eleven Gift Card mit {{second_rev}}.',
      'Die Top 5 führt {{first}} mit {{first_rev}} an; der Abstand zum Zweiten beträgt {{lead}}.',
      '1. {{first}} – {{first_rev}}\n2. {{second}} – {{second_rev}}\n3. {{third}} – {{third_rev}}\n4. {{fourth}} – {{fourth_rev}}\n5. {{fifth}} – {{fifth_rev}}',
    ],
  },
  {
    data: months,
    question: 'Wie hat sich der monatliche Umsatz 2025 entwickelt?',
    locale: 'de-DE',
    texts: [
      'Der Jahresumsatz 2025 betrug {{year_total}}. Der stärkste Monat war der Dezember mit {{best_rev}}, der schwächste der Februar mit {{worst_rev}}.',
      'Im Schnitt wurden {{average}} pro Monat umgesetzt. Von Januar bis Dezember 2025 wuchs der Umsatz um {{year_change}}.',
      'Im August sank der Umsatz um {{aug_change}} auf {{aug}}, im Dezember stieg er um {{dec_change}} auf {{dec}}.',
    ],
  },
  {
    data: targets,
    question: 'Haben die Regionen ihre Ziele im vierten Quartal 2025 erreicht?',
    locale: 'de-DE',
    texts: [
      'APAC und Nordamerika haben ihre Ziele übertroffen, EMEA und LATAM nicht. EMEA erreichte {{emea_met}} seines Ziels von {{emea_target}}.',
      'Nordamerika lag mit {{na}} um {{na_over}} über dem Ziel.',
    ],
  },
  {
    data: goal,
    question: 'Haben wir im Q4 2025 mehr als 5 Millionen umgesetzt?',
    locale: 'de-DE',
    texts: [
      'Ja, der Umsatz lag im Q4 2025 bei {{total}} und damit über den {{goal_de}}, nach denen Sie gefragt haben.',
      'Ja. Von Oktober bis Dezember 2025 wurden {{total}} umgesetzt.',
    ],
  },
  {
    data: returnRates,
    question: 'Wie haben sich die Retourenquoten von 2024 auf 2025 verändert?',
    locale: 'de-DE',
    texts: [
      'Apparel hat mit {{highest_rate}} die höchste Retourenquote; sie stieg um {{apparel_points}}.',
      'Die niedrigste Quote hat Office mit {{lowest_rate}}. Sie blieb gegenüber 2024 unverändert.',
      'Bei Audio sank die Quote von {{audio_before}} auf {{audio}}.',
    ],
  },
  {
    data: loyal,
    question:
      'Wie viele Kunden hatten dieses Jahr mehr als 10 Bestellungen und mindestens 5.000 $ Umsatz?',
    locale: 'de-DE',
    texts: [
      '{{loyal}} Kunden hatten 2026 bis Ende September mehr als 10 Bestellungen und mindestens 5.000 $ Umsatz.',
      'Das trifft auf {{part}} der Kunden zu ({{loyal}} von {{everyone}}).',
    ],
  },
  {
    data: delivery,
    question:
      'Wie lange dauern Lieferungen je Kanal im dritten Quartal 2026, und wie viele länger als 7 Tage?',
    locale: 'de-DE',
    texts: [
      'Am längsten dauert es über den Marketplace, im Mittel {{slowest_days}}. {{late_marketplace}} Lieferungen brauchten länger als 7 Tage.',
      'Im Laden geht es am schnellsten: {{fastest_days}}. Keine Lieferung dauerte dort länger als 7 Tage.',
    ],
  },
  {
    data: september,
    question: 'Wie viele Bestellungen gab es im September im Vergleich zum Vorjahr?',
    locale: 'de-DE',
    texts: [
      'Im September 2026 gab es {{now}} Bestellungen, {{change}} mehr als im September 2025 ({{before}}).',
      'Die Zahl der Bestellungen stieg gegenüber dem Vorjahr um {{more}} auf {{now}}.',
    ],
  },
  {
    data: accounts,
    question: 'Welche Kunden haben im letzten Quartal Bestellungen über 250 Euro aufgegeben?',
    locale: 'de-DE',
    texts: [
      '3M hat mit {{top_rev}} am meisten gekauft, zuletzt am {{top_date}}. 1&1 folgt mit {{one_rev}} auf dem dritten Platz.',
      '7-Eleven hat die meisten Bestellungen aufgegeben ({{busiest_orders}}), liegt beim Umsatz aber auf Rang 2.',
    ],
  },
  {
    data: branches,
    question: 'Welche Filialen hatten im August 2026 mindestens 100 Bestellungen?',
    locale: 'de-DE',
    texts: [
      'Der 1. FC Köln Fanshop hatte {{fc}} Bestellungen, Filiale 7 hatte {{sieben}}, Straße des 17. Juni {{juni}} und Motel One {{motel}}.',
      'Im August 2026 lagen alle diese Filialen bei mindestens 100 Bestellungen; {{vorn}} führt mit {{fc}}.',
      'Zusammen waren es {{alle}} Bestellungen.',
    ],
  },
];
