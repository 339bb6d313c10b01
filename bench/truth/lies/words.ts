import { products, regions } from '../texts/sales.js';
import { delivery, loyal, september, tickets } from '../texts/service.js';
import type { LieClass } from './lie.js';

const inEnglish = { locale: 'en-US' };
const regionQuestion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';
const topQuestion = 'What were our top 5 products by revenue in 2025?';

/** The figure is right, of another unit. */
export const wrongUnit: LieClass = {
  name: 'wrong unit',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: september,
      question: 'How many orders did we get in September?',
      texts: [
        'Orders brought in ${{now}} in September 2026.',
        'We made {{now}} dollars in September 2026.',
        'The rate was {{now}}% in September 2026.',
        'We made USD {{now}} in September 2026.',
      ],
    },
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'Revenue was {{total}} percent in Q4 2025.',
        'Revenue was €{{total}} in Q4 2025.',
        'We received {{total}} orders in Q4 2025.',
        'Revenue grew by {{growth}} percentage points.',
        'Revenue rose {{growth}} dollars.',
        'Revenue was {{total}} million in Q4 2025.',
      ],
    },
    {
      ...inEnglish,
      data: tickets,
      question: 'What was the median first response time per team last week?',
      texts: ['Tier 1 answered within {{tier1}} hours.', 'Tier 2 had {{tier2}} tickets.'],
    },
    {
      ...inEnglish,
      data: delivery,
      question: 'How long do deliveries take by channel?',
      texts: ['Web deliveries take {{web}} hours.', 'Web deliveries cost ${{web}}.'],
    },
    {
      locale: 'de-DE',
      data: regions,
      question: 'Wie hoch war der Umsatz nach Region im Q4 2025?',
      texts: ['Der Umsatz lag bei {{total}} Euro.', 'Der Umsatz lag bei {{total}} Prozent.'],
    },
    {
      locale: 'fr-FR',
      data: regions,
      question: "Quel a été le chiffre d'affaires par région au T4 2025 ?",
      texts: ["Le chiffre d'affaires est de {{total}} euros.", 'Il est de {{total}} pour cent.'],
    },
    {
      locale: 'es-ES',
      data: regions,
      question: '¿Cuáles fueron los ingresos por región en el T4 de 2025?',
      texts: ['Los ingresos fueron de {{total}} euros.', 'Fueron el {{total}} por ciento.'],
    },
    {
      locale: 'ja-JP',
      data: regions,
      question: '2025年第4四半期の地域別売上はいくらですか。',
      texts: ['売上は{{total}}円です。', '売上は{{total}}パーセントです。'],
    },
  ],
};

/** A part of the data, said to be all of it. */
export const topAsTotal: LieClass = {
  name: 'top 5 total as total',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: {
        ...products,
        figures: {
          ...products.figures,
          all: {
            ...products.figures['first']!,
            kind: 'column',
            calc: 'sum',
            column: 'revenue',
            row: -1,
          },
          mean: {
            ...products.figures['first']!,
            kind: 'column',
            calc: 'avg',
            column: 'revenue',
            row: -1,
          },
          many: {
            ...products.figures['first']!,
            kind: 'column',
            calc: 'count',
            column: 'revenue',
            row: -1,
          },
          share: { ...products.figures['lead']!, calc: 'share', from: 'all', to: 'first_rev' },
        },
      },
      question: topQuestion,
      texts: [
        'Total revenue in 2025 was {{all}}.',
        'Products made {{mean}} on average in 2025.',
        'We sell {{many}} products.',
        'The best product made {{share}} of all revenue.',
        'All products together made {{all}} in 2025.',
        'Total revenue in 2025 was {{first_rev}}.',
        'Overall revenue in 2025 was {{first_rev}}.',
      ],
    },
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'Total revenue in Q4 2025 was {{best_rev}}.',
        'Overall, revenue in Q4 2025 was {{emea}}.',
      ],
    },
  ],
};

/** A number of the SQL or the question, said of something else. */
export const borrowedNumber: LieClass = {
  name: 'threshold said as a value',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: loyal,
      question:
        'How many customers placed more than 10 orders and spent at least $5,000 this year?',
      texts: [
        'There are 5,000 such customers.',
        '5,000 customers placed more than 10 orders.',
        'On average they placed 10 orders.',
        'Revenue from them was $5,000.',
      ],
    },
    {
      ...inEnglish,
      data: products,
      question: topQuestion,
      texts: [
        'We sold 5 units of {{first}} in 2025.',
        'Revenue in 2025 was 2,025.',
        '{{first}} made $2025 in 2025.',
      ],
    },
    {
      ...inEnglish,
      data: delivery,
      question: 'How many deliveries took longer than 7 days?',
      texts: ['Web deliveries took 7 days on average.', '7 shipments were late.'],
    },
  ],
};
