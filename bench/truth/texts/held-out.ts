import type { TextSet } from './data-set.js';
import { months, products, regions, targets, years } from './sales.js';
import { accounts, channels, delivery, returnRates, september, tickets } from './service.js';

const byRegion = 'What was revenue by region in Q4 2025, and how does it compare with Q3?';

/** Honest texts that were written when the rules of the second search stood, and that changed three of them. */
export const heldOut: readonly TextSet[] = [
  {
    data: regions,
    question: byRegion,
    locale: 'en-US',
    texts: [
      'Overall revenue came to {{total}}, an increase of {{growth}} over the previous quarter. All but one region contributed to this.',
      'APAC nearly caught up with EMEA: it made {{apac}}, up {{apac_growth}}, compared with {{emea}} for EMEA.',
      'EMEA ranked second with {{emea}} ({{emea_share}} of revenue), and APAC third with {{apac}}.',
      'The gap between North America and EMEA was {{gap}}.',
      'LATAM lost ground: revenue declined from {{latam_q3}} to {{latam}}, while the other regions expanded.',
      'North America and EMEA are our two biggest regions. Together with APAC they make up most of the revenue.',
      'North America was the clear leader in Q4 2025, with more than EMEA ({{emea}}) and APAC ({{apac}}).',
      'Nearly all growth came from regions other than LATAM. LATAM shrank by {{latam_change}}.',
      'In Q4 2025 {{best}} sold {{na_to_latam}} what LATAM sold.',
      'Compared to the third quarter, EMEA is up {{emea_growth}}, APAC {{apac_growth}}.',
      'Some orders have no region; they amount to {{no_region}}, less than LATAM with {{latam}}.',
      'Q4 was strong: {{total}} against {{q3_total}} in Q3.',
      'The lowest of the four named regions is LATAM with {{latam}}.',
      'Revenue grew in four of five groups.',
      'North America stayed ahead of EMEA in both quarters.',
    ],
  },
  {
    data: months,
    question: 'How did monthly revenue develop in 2025?',
    locale: 'en-US',
    texts: [
      'After a weak August ({{aug}}, down {{aug_change}}), revenue recovered and reached {{dec}} in December.',
      'The second half was stronger, ending with {{nov}} in November and {{dec}} in December.',
      'In December revenue was more than in any other month, {{dec}}.',
      'An average month brought {{average}}, the median month {{middle}}.',
      'Revenue was lowest in February and then climbed; the year closed at {{dec}}, up {{dec_change}} on November.',
      'Revenue in August was {{aug}}, lower than the {{jul}} of July.',
      'Six months were above the median of {{middle}}.',
    ],
  },
  {
    data: products,
    question: 'What were our top 5 products by revenue in 2025?',
    locale: 'en-US',
    texts: [
      'The top product, 3M Scotch 810, beat the runner-up by {{lead}}.',
      'Of these five products, A4 Paper 500 sold {{paper_units}} units.',
      '3M Scotch 810 is ahead of the 7-Eleven Gift Card, {{first_rev}} to {{second_rev}}.',
      'Windows 11 Pro comes fifth with {{fifth_rev}}.',
    ],
  },
  {
    data: targets,
    question: 'Did the regions reach their revenue targets in Q4 2025?',
    locale: 'en-US',
    texts: [
      'Two of the four regions reached their targets.',
      'EMEA fell short of its target of {{emea_target}} by {{emea_short}}.',
      'North America came in at {{na}}, ahead of its target of {{na_target}}.',
      'LATAM was {{latam_miss}} under target.',
      'With {{apac}}, APAC passed its target of {{apac_target}}.',
    ],
  },
  {
    data: years,
    question: 'How many orders did we have each year since 2024?',
    locale: 'en-US',
    texts: [
      'Orders grew from {{y2024}} in 2024 to {{y2025}} in 2025; 2026 has {{y2026}} so far.',
      '2025 was a record year with {{y2025}} orders.',
      'So far 2026 has fewer orders ({{y2026}}) than 2025 ({{y2025}}), but the year is not over.',
    ],
  },
  {
    data: accounts,
    question: 'Which accounts had orders over 250 euros last quarter, and when last?',
    locale: 'en-US',
    texts: [
      '3M is our largest account at {{top_rev}}, well ahead of 7-Eleven ({{eleven_rev}}).',
      'H&M was the smallest with {{hm_rev}}; its latest order is from {{hm_date}}.',
      '7-Eleven has more orders than 3M, but less revenue.',
      'Last quarter these accounts spent {{all}} in orders of more than 250 euros.',
    ],
  },
  {
    data: delivery,
    question: 'How long do deliveries take by channel in Q3 2026?',
    locale: 'en-US',
    texts: [
      'Store deliveries are the quickest, taking {{fastest_days}} on average.',
      'Deliveries by partners are slower than those of the web: {{partner}} compared with {{web}}.',
      'Marketplace deliveries take longest, {{slowest_days}} on average, {{gap}} more than in the store.',
    ],
  },
  {
    data: tickets,
    question: 'What was the median first response time per team last week?',
    locale: 'en-US',
    texts: [
      'The median response of Tier 1 was {{tier1}}, better than {{tier2}} at Tier 2.',
      'Three teams answered tickets last week; Tier 2 was slowest at {{tier2}}.',
    ],
  },
  {
    data: september,
    question: 'How many orders did we get in September compared with a year ago?',
    locale: 'en-US',
    texts: [
      'Orders were up {{change}}, from {{before}} a year ago to {{now}}.',
      'September brought {{now}} orders, {{more}} above last year.',
    ],
  },
  {
    data: returnRates,
    question: 'How did return rates change from 2024 to 2025, by category?',
    locale: 'en-US',
    texts: [
      'Audio dropped {{audio_points}} to {{audio}}, while Apparel rose {{apparel_points}} to {{apparel}}.',
      'Office and Toys were unchanged. Apparel increased by {{apparel_points}}.',
      'Apparel returns are higher than Audio returns, {{apparel}} against {{audio}}.',
    ],
  },
  {
    data: channels,
    question: 'Revenue by channel in the first half of 2026?',
    locale: 'en-US',
    texts: [
      'The web beat the store by {{ahead}}.',
      'The store came second with {{store}}, ahead of the marketplace at {{market}}.',
    ],
  },
  {
    data: regions,
    question: 'Wie hoch war der Umsatz nach Region im Q4 2025, verglichen mit Q3?',
    locale: 'de-DE',
    texts: [
      'Alle drei großen Regionen legten zu, LATAM verlor {{latam_change}}.',
      'Mit {{na}} liegt Nordamerika vor EMEA ({{emea}}); beide Regionen wuchsen.',
      'Im Schnitt der beiden Quartale fällt LATAM ab: {{latam}} nach {{latam_q3}}.',
      'Der Anteil von EMEA beträgt {{emea_share}}, der von Nordamerika {{na_share}}.',
    ],
  },
  {
    data: regions,
    question: "Quel a été le chiffre d'affaires par région au T4 2025, par rapport au T3 ?",
    locale: 'fr-FR',
    texts: [
      'Les trois grandes régions progressent, LATAM perd {{latam_change}}.',
      'EMEA arrive deuxième avec {{emea}}, soit {{emea_share}} du total.',
    ],
  },
  {
    data: regions,
    question: '¿Cuáles fueron los ingresos por región en el T4 de 2025, frente al T3?',
    locale: 'es-ES',
    texts: [
      'Las tres grandes regiones crecieron y LATAM perdió un {{latam_change}}.',
      'EMEA quedó en segundo lugar con {{emea}}.',
    ],
  },
  {
    data: regions,
    question: '2025年第4四半期の地域別売上はいくらですか。第3四半期と比べてどうですか。',
    locale: 'ja-JP',
    texts: [
      '北米が{{na}}で最も多く、LATAMは{{latam_change}}減少しました。',
      'EMEAの割合は{{emea_share}}です。',
    ],
  },
];
