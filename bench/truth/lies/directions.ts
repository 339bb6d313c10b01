import { goal, months, regions, targets, years } from '../texts/sales.js';
import type { LieClass } from './lie.js';

const inEnglish = { locale: 'en-US' };
const regionQuestion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';

/** A rise for a fall, or a fall for a rise, in English. */
export const wrongDirection: LieClass = {
  name: '"grew" for a fall, English',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'LATAM grew {{latam_change}} to {{latam}}.',
        'LATAM revenue rose by {{latam_change}}.',
        'Revenue fell {{growth}} in Q4 2025.',
        'Revenue declined from {{q3_total}} to {{total}}.',
        'LATAM increased from {{latam_q3}} to {{latam}}.',
        'LATAM gained {{latam_drop}} in Q4.',
        'EMEA dropped {{emea_growth}} on Q3.',
        'Revenue was down {{growth}} on Q3.',
        'LATAM was up {{latam_change}}.',
        'Revenue was {{growth}} lower than in Q3.',
        'LATAM improved on Q3 by {{latam_change}}.',
        'There was a decrease of {{increase}} in Q4.',
      ],
    },
    {
      ...inEnglish,
      data: months,
      question: 'How did monthly revenue develop in 2025?',
      texts: [
        'Revenue climbed {{aug_change}} in August.',
        'December saw a slump of {{dec_change}}.',
      ],
    },
    {
      ...inEnglish,
      data: targets,
      question: 'Did the regions reach their revenue targets in Q4 2025?',
      texts: ['EMEA exceeded its target, with {{emea}} against {{emea_target}}.'],
    },
    {
      ...inEnglish,
      data: years,
      question: 'How many orders did we have each year since 2024?',
      texts: [
        'Orders shrank by {{change}} from 2024 to 2025.',
        'Orders fell from {{y2024}} in 2024 to {{y2025}} in 2025.',
      ],
    },
    {
      ...inEnglish,
      data: goal,
      question: 'Did we make more than 5 million in Q4 2025?',
      texts: ['No, revenue in Q4 2025 was {{total}}, below {{goal}}.'],
    },
  ],
};

/** A rise or a fall that no figure shows, in English. */
export const unshownDirection: LieClass = {
  name: 'rise or fall without a figure, English',
  aim: 0,
  lies: [
    {
      ...inEnglish,
      data: regions,
      question: regionQuestion,
      texts: [
        'Revenue grew to {{total}} in Q4 2025.',
        'Revenue was {{total}} in Q4 2025. LATAM rose, too.',
        'LATAM increased in Q4 2025.',
        'Revenue fell in Q4 2025.',
        'LATAM is growing.',
        'EMEA, at {{emea}}, was down in Q4 2025.',
        'There was a sharp decline in Q4 2025.',
        'LATAM improved in Q4 2025.',
        'EMEA was higher than in Q3, at {{emea}}.',
      ],
    },
    {
      ...inEnglish,
      data: months,
      question: 'How did monthly revenue develop in 2025?',
      texts: ['Revenue declined over 2025.', 'In August revenue climbed to {{aug}}.'],
    },
  ],
};

/** The same in other languages: the reviewer's on critical runs, not the rules'. */
export const wrongDirectionElsewhere: LieClass = {
  name: '"grew" for a fall, other languages',
  aim: null,
  lies: [
    {
      locale: 'de-DE',
      data: regions,
      question: 'Wie hoch war der Umsatz nach Region im Q4 2025, verglichen mit Q3?',
      texts: [
        'LATAM wuchs um {{latam_change}}.',
        'Der Umsatz sank um {{growth}}.',
        'LATAM stieg von {{latam_q3}} auf {{latam}}.',
      ],
    },
    {
      locale: 'fr-FR',
      data: regions,
      question: "Quel a été le chiffre d'affaires par région au T4 2025, par rapport au T3 ?",
      texts: ['LATAM progresse de {{latam_change}}.', 'Les ventes ont baissé de {{growth}}.'],
    },
    {
      locale: 'es-ES',
      data: regions,
      question: '¿Cuáles fueron los ingresos por región en el T4 de 2025, frente al T3?',
      texts: ['LATAM creció un {{latam_change}}.', 'Los ingresos cayeron un {{growth}}.'],
    },
    {
      locale: 'ja-JP',
      data: regions,
      question: '2025年第4四半期の地域別売上はいくらですか。第3四半期と比べてどうですか。',
      texts: ['LATAMは{{latam_change}}増加しました。', '売上は{{growth}}減少しました。'],
    },
  ],
};
