import { cell, row } from '../texts/data-set.js';
import {
  accounts,
  channels,
  delivery,
  estimates,
  returnRates,
  signups,
  tickets,
} from '../texts/service.js';
import { months, products, regions } from '../texts/sales.js';
import type { DataSet } from '../texts/data-set.js';
import type { LieClass } from './lie.js';

const inEnglish = { locale: 'en-US' };
const regionQuestion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';

function withMore(data: DataSet, more: DataSet['figures']): DataSet {
  return { ...data, figures: { ...data.figures, ...more } };
}

/** A best or worst that no figure supports. */
export const wrongSuperlative: LieClass = {
  name: 'superlative without support, English',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'EMEA led with {{emea}}.',
        'The highest revenue came from APAC, at {{apac}}.',
        'EMEA is the smallest region at {{emea}}.',
        'LATAM was the strongest region with {{latam}}.',
        'EMEA topped the list with {{emea}}.',
        'North America had the lowest revenue, {{na}}.',
        'APAC is our biggest market ({{apac}}).',
        'EMEA made the most, {{emea}}.',
      ],
    },
    {
      ...inEnglish,
      data: returnRates,
      question: 'How did return rates change from 2024 to 2025?',
      texts: [
        'Audio has the highest return rate, {{audio}}.',
        'Apparel has the lowest return rate, {{apparel}}.',
      ],
    },
    {
      ...inEnglish,
      data: delivery,
      question: 'How long do deliveries take by channel?',
      texts: [
        'Partner deliveries are the slowest at {{partner}}.',
        'Web deliveries are fastest at {{web}}.',
      ],
    },
    {
      ...inEnglish,
      data: signups,
      question: 'How many users signed up each day in the last 7 days?',
      texts: [
        'The peak was {{last}} on September 30, 2026.',
        'The best day was {{low_day}} with {{low}}.',
      ],
    },
  ],
};

/** A name, not a number, said to be the best or the worst, which it is not. */
export const wrongBest: LieClass = {
  name: 'superlative of a name, English',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: withMore(regions, {
        emea_name: cell('q4', 'region', { region: 'EMEA' }),
        apac_name: row('q4', 'region', 0),
        na_name: cell('q4', 'region', { region: 'North America' }),
        latam_name: cell('q4', 'region', { region: 'LATAM' }),
      }),
      question: regionQuestion,
      texts: [
        '{{emea_name}} was the best region.',
        '{{emea_name}} was the best.',
        'The strongest region was {{emea_name}}.',
        'Revenue was highest in {{apac_name}}.',
        'The region with the highest revenue was {{emea_name}}.',
        '{{emea_name}} led with {{best_rev}}.',
        'Sales were led by {{apac_name}}.',
        '{{apac_name}} had the most revenue in Q4 2025.',
        'The weakest region, {{emea_name}}, needs attention.',
        '{{emea_name}} was the best, ahead of {{best}}.',
        'The best region was {{emea_name}}, followed by {{best}}.',
        '{{best}} had the lowest revenue.',
        '{{best}} was the weakest region.',
        'Our top region is {{apac_name}}.',
        '{{apac_name}} is number one.',
        '{{na_name}} came last.',
        'EMEA was the strongest region.',
        'The largest region is APAC.',
        'Revenue was {{total}}. LATAM topped the list.',
        'The best region was in the north.',
        'The strongest quarter was the third.',
        'EMEA grew fastest, up {{emea_growth}}.',
        'The largest increase was in EMEA, at {{emea_growth}}.',
        '{{emea_name}} grew the most, by {{emea_growth}}.',
        'EMEA fell the most, by {{emea_growth}}.',

        '{{emea_name}}, which was the strongest region, made {{emea}}.',
        'Our best performer was {{apac_name}}.',
        'With {{emea}}, {{emea_name}} is the largest region.',
        'It is {{emea_name}} that had the highest revenue.',
        'First place goes to the top region: {{emea_name}}.',
        'The winner is {{emea_name}}, the best of all regions.',
        'No region did better: {{apac_name}} was the strongest.',
        'The highest revenue in Q4 2025 came from {{emea_name}}.',
        'APAC outsold all others and was the biggest region.',
        '{{latam_name}} leads, {{best}} follows.',
        '{{best}} was the smallest region and {{latam_name}} the largest.',
        'The region that made the most was {{apac_name}}.',
        'Best region: {{emea_name}}',
        'The best region:\n\n- {{emea_name}}',
        '{{apac_name}} takes the top spot.',
        'EMEA takes the top spot.',
        'The crown for the highest sales belongs to {{emea_name}}.',
      ],
    },
    {
      ...inEnglish,
      data: withMore(months, { june: row('monthly', 'month', 5) }),
      question: 'How did monthly revenue develop in 2025?',
      texts: [
        'The best month was {{june}}.',
        'Revenue peaked in {{june}}.',
        'The weakest month was {{best_month}}.',
        '{{worst_month}} was the strongest month of 2025.',
        'The best month was {{june}}, the weakest {{worst_month}}.',

        'Revenue reached its lowest in {{best_month}}.',
        '{{worst_month}} marked the peak of the year.',
        'Sales peaked in {{worst_month}}.',
        'March was the best month of 2025.',
      ],
    },
    {
      ...inEnglish,
      data: products,
      question: 'What were our top 5 products by revenue in 2025?',
      texts: [
        'The best-selling product was {{second}}.',
        '{{third}} leads the list.',
        '{{second}} had the highest revenue and {{third}} sold the most units.',
        'The lowest revenue in 2025 was {{fifth_rev}}.',
        'The weakest product of 2025 was {{fifth}}.',

        'The top product was {{third}}.',
        '{{fifth}} is the top seller.',
        'The worst product was {{fifth}}.',
      ],
    },
    {
      ...inEnglish,
      data: withMore(returnRates, { audio_name: row('rates', 'category', 1) }),
      question: 'How did return rates change from 2024 to 2025, by category?',
      texts: [
        'The highest return rate is that of {{audio_name}}.',
        '{{lowest}} has the highest return rate.',
        'Return rates are lowest in {{highest}}.',
      ],
    },
    {
      ...inEnglish,
      data: withMore(delivery, { web_name: cell('delivery', 'channel', { channel: 'web' }) }),
      question: 'How long do deliveries take by channel?',
      texts: ['{{slowest}} is the fastest channel.', 'The slowest channel is {{web_name}}.'],
    },
    {
      ...inEnglish,
      data: withMore(accounts, { hm: row('accounts', 'account', 4) }),
      question: 'Which accounts had orders over 250 euros last quarter?',
      texts: ['{{hm}} bought the most.', 'The biggest account was {{hm}}.'],
    },
    {
      ...inEnglish,
      data: channels,
      question: 'Revenue by channel in the first half of 2026?',
      texts: ['The weakest channel was {{lead}}.'],
    },
    {
      ...inEnglish,
      data: withMore(estimates, {
        emea_name: row('sampled', 'region', 0),
        na_name: row('sampled', 'region', 2),
      }),
      question: 'Roughly what was revenue by region in Q1 2026?',
      texts: [
        '{{na_name}} has the highest revenue.',
        'The strongest region was {{emea_name}}.',
        'North America was largest at {{na}}.',
      ],
    },
    {
      ...inEnglish,
      data: tickets,
      question: 'What was the median first response time per team last week?',
      texts: ['{{slow}} answered fastest.'],
    },
    {
      ...inEnglish,
      data: signups,
      question: 'How many users signed up each day in the last 7 days?',
      texts: ['The busiest day was {{low_day}}.'],
    },
  ],
};
