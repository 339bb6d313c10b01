import { months, products, regions, years } from '../texts/sales.js';
import { accounts, delivery, returnRates, september, tickets } from '../texts/service.js';
import type { LieClass } from './lie.js';

const inEnglish = { locale: 'en-US' };
const regionQuestion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';

/** A figure that is another group's. */
export const wrongCell: LieClass = {
  name: 'wrong cell',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'EMEA made {{latam}} in Q4 2025.',
        'Revenue in North America was {{emea}}.',
        'In Q4 2025, APAC contributed {{na}} of revenue.',
        'LATAM reached {{apac}}, while the total was {{total}}.',
        'EMEA grew by {{apac_growth}} on Q3.',
        'APAC accounts for {{emea_share}} of revenue.',
      ],
    },
    {
      locale: 'de-DE',
      data: regions,
      question: 'Wie hoch war der Umsatz nach Region im Q4 2025?',
      texts: ['EMEA erzielte im Q4 2025 {{latam}}.', 'In LATAM lag der Umsatz bei {{na}}.'],
    },
    {
      locale: 'fr-FR',
      data: regions,
      question: "Quel a été le chiffre d'affaires par région au T4 2025 ?",
      texts: ['Au T4 2025, EMEA a réalisé {{latam}}.', 'APAC a rapporté {{na}}.'],
    },
    {
      locale: 'es-ES',
      data: regions,
      question: '¿Cuáles fueron los ingresos por región en el T4 de 2025?',
      texts: ['EMEA ingresó {{latam}} en el T4 de 2025.', 'APAC ingresó {{na}}.'],
    },
    {
      locale: 'ja-JP',
      data: regions,
      question: '2025年第4四半期の地域別売上はいくらですか。',
      texts: ['2025年第4四半期のEMEAの売上は{{latam}}です。', 'APACは{{na}}でした。'],
    },
    {
      ...inEnglish,
      data: accounts,
      question: 'Which accounts had orders over 250 euros last quarter?',
      texts: ['H&M bought for {{fox_rev}}.', '7-Eleven last ordered on {{hm_date}}.'],
    },
    {
      ...inEnglish,
      data: returnRates,
      question: 'How did return rates change from 2024 to 2025?',
      texts: ['Toys were returned at a rate of {{apparel}}.', 'The rate for Garden was {{audio}}.'],
    },
    {
      ...inEnglish,
      data: months,
      question: 'How did monthly revenue develop in 2025?',
      texts: ['In August 2025 revenue was {{dec}}.', 'July 2025 brought in {{jan}}.'],
    },
  ],
};

/** Both groups are there, with each other's figure. */
export const swappedGroups: LieClass = {
  name: 'swapped groups',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'EMEA made {{na}} and North America {{emea}}.',
        'Revenue was {{apac}} in LATAM and {{latam}} in APAC.',
        '- EMEA: {{apac}}\n- APAC: {{emea}}',
        'APAC ({{latam}}) and LATAM ({{apac}}) are the smaller regions.',
      ],
    },
    {
      locale: 'de-DE',
      data: regions,
      question: 'Wie hoch war der Umsatz nach Region im Q4 2025?',
      texts: ['EMEA kam auf {{apac}}, APAC auf {{emea}}.'],
    },
    {
      locale: 'fr-FR',
      data: regions,
      question: "Quel a été le chiffre d'affaires par région au T4 2025 ?",
      texts: ['EMEA a réalisé {{apac}} et APAC {{emea}}.'],
    },
    {
      locale: 'es-ES',
      data: regions,
      question: '¿Cuáles fueron los ingresos por región en el T4 de 2025?',
      texts: ['EMEA ingresó {{apac}} y APAC {{emea}}.'],
    },
    {
      locale: 'ja-JP',
      data: regions,
      question: '2025年第4四半期の地域別売上はいくらですか。',
      texts: ['EMEAは{{apac}}、APACは{{emea}}でした。'],
    },
    {
      ...inEnglish,
      data: products,
      question: 'What were our top 5 products by revenue in 2025?',
      texts: [
        '3M Scotch 810 made {{second_rev}}, the 7-Eleven Gift Card {{first_rev}}.',
        '1. {{first}}: {{second_rev}}\n2. {{second}}: {{first_rev}}',
      ],
    },
    {
      ...inEnglish,
      data: tickets,
      question: 'What was the median first response time per team last week?',
      texts: ['Tier 1 took {{tier2}} and Tier 2 {{tier1}}.'],
    },
    {
      ...inEnglish,
      data: delivery,
      question: 'How long do deliveries take by channel in Q3 2026?',
      texts: ['Delivery took {{partner}} for web and {{web}} for partner orders.'],
    },
  ],
};

/** The figure is right, of another time. */
export const wrongPeriod: LieClass = {
  name: 'wrong period',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'Revenue in Q3 2025 was {{total}}.',
        'In Q4 2025, revenue was {{q3_total}}.',
        'Revenue in Q2 2025 was {{total}}.',
        'In 2024 revenue was {{total}}.',
        'In the third quarter of 2025, EMEA made {{emea}}.',
        'Revenue in November 2023 was {{total}}.',
        'From July to September 2025, North America made {{na}}.',
      ],
    },
    {
      locale: 'de-DE',
      data: regions,
      question: 'Wie hoch war der Umsatz nach Region im Q4 2025, verglichen mit Q3?',
      texts: [
        'Im Q3 2025 lag der Umsatz bei {{total}}.',
        'Im ersten Quartal 2025 waren es {{total}}.',
      ],
    },
    {
      locale: 'fr-FR',
      data: regions,
      question: "Quel a été le chiffre d'affaires par région au T4 2025, par rapport au T3 ?",
      texts: [
        'Au T3 2025, les ventes étaient de {{total}}.',
        'Au T1 2025, elles étaient de {{total}}.',
      ],
    },
    {
      locale: 'es-ES',
      data: regions,
      question: '¿Cuáles fueron los ingresos por región en el T4 de 2025, frente al T3?',
      texts: [
        'En el T3 de 2025 se ingresaron {{total}}.',
        'En el T1 de 2025 se ingresaron {{total}}.',
      ],
    },
    {
      locale: 'ja-JP',
      data: regions,
      question: '2025年第4四半期の地域別売上はいくらですか。第3四半期と比べてどうですか。',
      texts: [
        '2025年第3四半期の売上は{{total}}でした。',
        '2025年第1四半期の売上は{{total}}でした。',
      ],
    },
    {
      ...inEnglish,
      data: years,
      question: 'How many orders did we have each year since 2024?',
      texts: ['In 2024 there were {{y2025}} orders.', 'There were {{y2024}} orders in 2026.'],
    },
    {
      ...inEnglish,
      data: september,
      question: 'How many orders did we get in September compared with a year ago?',
      texts: [
        'In September 2025 we received {{now}} orders.',
        'We received {{now}} orders in August 2026.',
      ],
    },
  ],
};
