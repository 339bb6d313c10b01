import { cell, derived, type TextSet } from './data-set.js';
import { goal, months, products, regions, targets, years } from './sales.js';
import {
  accounts,
  channels,
  delivery,
  estimates,
  loyal,
  returnRates,
  september,
  signups,
  tickets,
} from './service.js';

const byRegion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';
const named = {
  ...regions,
  figures: {
    ...regions.figures,
    na_name: cell('q4', 'region', { region: 'North America' }),
    emea_name: cell('q4', 'region', { region: 'EMEA' }),
    na_q3: cell('q3', 'revenue', { region: 'North America' }),
    na_growth: derived('pct_change', 'na_q3', 'na'),
  },
};

/** Honest texts with the words that later rules look for; written before those rules. */
export const later: readonly TextSet[] = [
  {
    data: named,
    question: byRegion,
    locale: 'en-US',
    texts: [
      'Revenue was {{total}} in Q4 2025, up from {{q3_total}} in Q3.',
      'LATAM made {{latam}}, down from {{latam_q3}} in the quarter before.',
      'Revenue rose to {{total}} from {{q3_total}}, and LATAM slipped to {{latam}} from {{latam_q3}}.',
      'EMEA made more than APAC: {{emea}} against {{apac}}.',
      'North America ({{na}}) is ahead of EMEA ({{emea}}), which is ahead of APAC ({{apac}}).',
      'EMEA is the second-largest region with {{emea}}, behind North America with {{na}}.',
      '{{emea_name}} came second and APAC third, at {{apac}}.',
      'LATAM did not grow: it fell {{latam_change}} to {{latam}}.',
      'EMEA did not fall; it grew {{emea_growth}}.',
      'Every region except LATAM grew. In total revenue rose {{growth}}.',
      'Four of the five groups grew; LATAM fell by {{latam_change}}.',
      'North America sold more than any other region, {{na}}.',
      '{{na_name}} is number one with {{na}}, the runner-up is {{emea_name}} with {{emea}}.',
      'LATAM trails all other regions with {{latam}}.',
      'No other region sold as much as North America ({{na}}).',
      'North America remained the leader at {{na}}, {{na_growth}} more than in Q3.',
      'These two quarters differ by {{increase}}. In both, North America was ahead.',
      'Sales in EMEA advanced {{emea_growth}}; LATAM weakened by {{latam_change}}.',
      'Revenue in U.S. dollars was {{total}} for October to December 2025.',
      'EMEA ({{emea}}) outsold APAC ({{apac}}) and LATAM ({{latam}}).',
      'The median region made {{mid}}, less than EMEA with {{emea}}.',
      'The result has two parts: **named regions** and orders without a region ({{no_region}}).',
    ],
  },
  {
    data: months,
    question: 'How did monthly revenue develop in 2025?',
    locale: 'en-US',
    texts: [
      'December was stronger than November, {{dec}} against {{nov}}.',
      'The average month made {{average}}; December made {{dec}}, well above that.',
      'Revenue set a record in December 2025, at {{best_rev}}.',
      'Revenue recovered after August ({{aug}}) and reached {{dec}} in December.',
      'Annual revenue was {{year_total}}, or {{average}} per month.',
      'February was the quietest month, with {{worst_rev}}.',
      'Revenue bottomed out at {{worst_rev}} in February and topped out at {{best_rev}} in December.',
      'Last month of the year: {{dec}}, {{dec_share}} of the total for 2025.',
    ],
  },
  {
    data: products,
    question: 'What were our top 5 products by revenue in 2025?',
    locale: 'en-US',
    texts: [
      'The five products shown made between {{fifth_rev}} and {{first_rev}} each in 2025.',
      '{{second}} came second, {{lead}} behind {{first}}.',
      'The top seller, {{first}}, outsold {{second}} by {{lead}}.',
    ],
  },
  {
    data: targets,
    question: 'Did the regions reach their revenue targets in Q4 2025?',
    locale: 'en-US',
    texts: [
      'EMEA missed its target of {{emea_target}}, at {{emea}}.',
      'APAC beat its target of {{apac_target}} with {{apac}}.',
      'LATAM made {{latam}}, below its target of {{latam_target}}.',
      'Not all regions reached their targets: EMEA made {{emea}}, {{emea_short}} short.',
      'North America reached its target of {{na_target}}.',
    ],
  },
  {
    data: goal,
    question: 'Did we make more than 5 million in Q4 2025?',
    locale: 'en-US',
    texts: ['Revenue of {{total}} exceeded {{goal}}.', 'Yes: {{total}} is more than {{goal}}.'],
  },
  {
    data: years,
    question: 'How many orders did we have each year since 2024?',
    locale: 'en-US',
    texts: [
      'There were more orders in 2025 ({{y2025}}) than in 2024 ({{y2024}}).',
      '2024 had fewer orders ({{y2024}}) than 2025 ({{y2025}}).',
      '2025 outperformed 2024, with {{y2025}} orders against {{y2024}}.',
      'Of the three years, 2025 was the busiest with {{y2025}} orders.',
    ],
  },
  {
    data: accounts,
    question: 'Which accounts had orders over 250 euros last quarter, and when last?',
    locale: 'en-US',
    texts: [
      'The most recent order came in on {{latest}}, from 7-Eleven.',
      "H&M's latest order was on {{hm_date}}.",
      'Last quarter, {{how_many}} accounts ordered; 3M spent more than 7-Eleven ({{top_rev}} vs. {{eleven_rev}}).',
      'The five accounts bought for {{all}} in euros.',
    ],
  },
  {
    data: tickets,
    question: 'What was the median first response time per team last week?',
    locale: 'en-US',
    texts: [
      'The 24/7 Desk was quickest at {{desk}}; Tier 1 was faster than Tier 2, {{tier1}} against {{tier2}}.',
      'Last week all three teams had {{breaches}} tickets over 60 minutes between them.',
    ],
  },
  {
    data: signups,
    question: 'How many users signed up each day in the last 7 days?',
    locale: 'en-US',
    texts: [
      'Signups hit a high of {{peak}} on {{peak_day}} and a low of {{low}} on {{low_day}}.',
      'The slowest day was {{low_day}} with {{low}} signups; on average there were {{mean}} a day.',
    ],
  },
  {
    data: delivery,
    question: 'How long do deliveries take by channel in Q3 2026?',
    locale: 'en-US',
    texts: [
      'Web deliveries are faster than partner deliveries: {{web}} against {{partner}}.',
      'The average delivery by the web took {{web}}, and {{late_web}} took longer than 7 days.',
    ],
  },
  {
    data: september,
    question: 'How many orders did we get in September compared with a year ago?',
    locale: 'en-US',
    texts: [
      'September 2026 beat the same month last year, with {{now}} orders against {{before}}.',
      'We received {{now}} orders, up from {{before}} last year.',
    ],
  },
  {
    data: channels,
    question: 'Revenue by channel in the first half of 2026?',
    locale: 'en-US',
    texts: ['Web made more than the store in the first half of 2026: {{web}} against {{store}}.'],
  },
  {
    data: returnRates,
    question: 'How did return rates change from 2024 to 2025, by category?',
    locale: 'en-US',
    texts: [
      'Audio fell from {{audio_before}} to {{audio}}; Office was flat at {{office}} in both years.',
      'Apparel got worse, up from {{apparel_before}} to {{apparel}}.',
    ],
  },
  {
    data: estimates,
    question: 'Roughly what was revenue by region in Q1 2026?',
    locale: 'en-US',
    texts: ['EMEA, at {{emea}}, made more than LATAM, at {{latam}}.'],
  },
  {
    data: regions,
    question: 'Wie hoch war der Umsatz nach Region im Q4 2025, verglichen mit Q3?',
    locale: 'de-DE',
    texts: [
      'Der Umsatz stieg von {{q3_total}} auf {{total}}; alle Regionen außer LATAM legten zu.',
      'EMEA liegt mit {{emea}} vor APAC mit {{apac}} und damit auf dem zweiten Platz.',
      'Die drei größten Regionen sind Nordamerika, EMEA und APAC.',
      'Zwischen den zwei Quartalen liegen {{increase}}.',
      'In beiden Quartalen lag Nordamerika vorn, zuletzt mit {{na}}.',
    ],
  },
  {
    data: loyal,
    question:
      'Wie viele Kunden hatten dieses Jahr mehr als 10 Bestellungen und mindestens 5.000 $ Umsatz?',
    locale: 'de-DE',
    texts: [
      'Beide Bedingungen (mehr als 10 Bestellungen, mindestens 5.000 $) erfüllen {{loyal}} Kunden.',
    ],
  },
  {
    data: regions,
    question: "Quel a été le chiffre d'affaires par région au T4 2025, par rapport au T3 ?",
    locale: 'fr-FR',
    texts: [
      "Le chiffre d'affaires est passé de {{q3_total}} à {{total}} ; toutes les régions progressent sauf LATAM.",
      'EMEA ({{emea}}) devance APAC ({{apac}}) et se classe deuxième.',
      'Sur les deux trimestres, la différence est de {{increase}}.',
      'La région médiane a réalisé {{mid}}.',
    ],
  },
  {
    data: regions,
    question: '¿Cuáles fueron los ingresos por región en el T4 de 2025, frente al T3?',
    locale: 'es-ES',
    texts: [
      'Los ingresos pasaron de {{q3_total}} a {{total}}; solo LATAM bajó.',
      'EMEA ({{emea}}) supera a APAC ({{apac}}) y queda en segundo lugar.',
      'Entre los dos trimestres hay {{increase}} de diferencia.',
    ],
  },
  {
    data: regions,
    question: '2025年第4四半期の地域別売上はいくらですか。第3四半期と比べてどうですか。',
    locale: 'ja-JP',
    texts: [
      '売上は{{q3_total}}から{{total}}に増加し、減少したのはLATAMだけです。',
      'EMEAは{{emea}}で第二位、APACは{{apac}}で第三位です。',
      '両四半期の差は{{increase}}です。',
    ],
  },
];
