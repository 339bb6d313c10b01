import { over, type LieClass } from './lie.js';
import { months, products, regions, targets, years } from '../texts/sales.js';
import { loyal, refunds, september } from '../texts/service.js';

const byRegion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';

/** Of a third search: another period, a target that was missed, a thing that was not counted, time run backwards. */
export const thirdSearch: LieClass = {
  name: 'period, target or thing counted, third search',
  aim: 0,
  lies: [
    over(regions, byRegion, [
      'APAC ranks above EMEA with {{apac}}.',
      'EMEA barely moved, from {{emea_q3}} to {{emea}}.',
      'EMEA contracted from {{emea_q3}} to {{emea}}.',
      'EMEA is {{gap}} ahead of North America.',
      'EMEA stagnated at {{emea}}, from {{emea_q3}}.',
      'EMEA was stable, from {{emea_q3}} to {{emea}}.',
      'EMEA was stable: {{emea_q3}} then {{emea}}.',
      'LATAM bounced back, from {{latam_q3}} to {{latam}}.',
      'LATAM expanded to {{latam}} from {{latam_q3}}.',
      'LATAM held steady at {{latam}} against {{latam_q3}}.',
      'LATAM recovered to {{latam}} from {{latam_q3}}.',
      'LATAM stands above APAC.',
      'North America is {{gap}} behind EMEA.',
      'Q3 revenue was {{total}} and Q4 revenue {{q3_total}}.',
      'Revenue fell from {{total}} in Q3 to {{q3_total}} in Q4.',
      'Revenue for all of 2025 was {{total}}.',
      'Revenue in 2025 was {{total}}.',
      'Revenue in Q3 was {{total}}, and in Q4 it was {{q3_total}}.',
      'Revenue was {{q3_total}}, down from {{total}}.',
      'Revenue went from {{total}} to {{q3_total}}.',
      'The average region made {{mid}}.',
      'We made {{total}} in 2025.',
      'Year over year, revenue grew {{growth}}.',
    ]),
    over(months, 'How did monthly revenue develop in 2025?', [
      'The average was {{middle}}.',
      'The median was {{average}}.',
    ]),
    over(products, 'What were our top 5 products by revenue in 2025?', [
      '{{paper_units}} customers bought A4 Paper 500.',
    ]),
    over(targets, 'Did the regions reach their revenue targets in Q4 2025?', [
      'APAC and EMEA beat their targets.',
      'APAC did not reach its target.',
      'APAC was below target at {{apac}}.',
      'All regions met their targets.',
      'EMEA ({{emea}}) met its quarterly goal.',
      'EMEA achieved its target.',
      'EMEA beat its target with {{emea}}.',
      'EMEA exceeded its target of {{emea_target}}.',
      'EMEA finished above plan at {{emea}}.',
      'EMEA surpassed its target by {{emea_short}}.',
      'LATAM met its target, at {{latam}}.',
      'None of the regions met its target.',
      'North America missed its goal by {{na_over}}.',
      'North America stayed {{na_over}} under target.',
    ]),
    over(years, 'How many orders did we have each year since 2024?', [
      '2024 had more orders than 2025: {{y2024}} vs. {{y2025}}.',
      'We had {{y2024}} customers in 2024.',
    ]),
    over(september, 'How many orders in September 2026, and a year before?', [
      'Orders rose {{change}} MoM.',
      'There were fewer orders than a year ago: {{now}} vs. {{before}}.',
      '{{now}} customers ordered in September 2026.',
      '{{now}} customers ordered.',
    ]),
    over(
      loyal,
      'How many customers placed more than 10 orders and spent at least $5,000 this year?',
      ['{{loyal}} orders came from loyal customers.'],
    ),
    over(refunds, 'How many marketplace refunds in August 2026?', [
      '{{refunds}} customers were refunded every day.',
    ]),
  ],
};
