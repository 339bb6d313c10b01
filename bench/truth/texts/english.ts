import type { TextSet } from './data-set.js';
import { goal, months, products, regions, targets, years } from './sales.js';
import {
  accounts,
  bigOrders,
  channels,
  delivery,
  estimates,
  loyal,
  refunds,
  returnRates,
  september,
  signups,
  tickets,
} from './service.js';

/** Written before the grounding rules were read: what a careful analyst writes in English. */
export const english: readonly TextSet[] = [
  {
    data: regions,
    question: 'What was revenue by region in Q4 2025, and how does it compare with Q3?',
    locale: 'en-US',
    texts: [
      'Revenue in Q4 2025 was {{total}}, {{growth_dir}} {{growth}} on Q3. {{best}} led with {{best_rev}}.',
      'Total revenue rose {{growth}} from {{q3_total}} in Q3 to {{total}} in Q4 2025. North America contributed the most, at {{na}} ({{na_share}} of the total), followed by EMEA with {{emea}}. LATAM was the only named region to decline, falling {{latam_change}} to {{latam}}.',
      '**Q4 2025 revenue: {{total}}** ({{growth}} vs. Q3)\n\n- North America: {{na}}\n- EMEA: {{emea}}\n- APAC: {{apac}}\n- LATAM: {{latam}}\n- No region assigned: {{no_region}}',
      'Quarter over quarter, revenue grew by {{increase}}, or {{growth}}. APAC grew fastest of the large regions, up {{apac_growth}} to {{apac}}, while LATAM fell by {{latam_drop}}.',
      'In the fourth quarter of 2025 we took {{total}}. EMEA accounts for {{emea_share}} of that; orders without a region add {{no_region}}.',
      'North America sold {{na_to_latam}} as much as LATAM in Q4 2025 and stayed {{gap}} ahead of EMEA, the second-largest region.',
      'All regions but LATAM improved on Q3 2025: EMEA by {{emea_growth}}, APAC by {{apac_growth}}. LATAM went from {{latam_q3}} to {{latam}}, {{latam_dir}} {{latam_change}}.',
      'EMEA made {{emea}} in Q4, compared with {{emea_q3}} in Q3 (July to September 2025). The median region made {{mid}}. Note that {{no_region}} has no region.',
    ],
  },
  {
    data: products,
    question: 'What were our top 5 products by revenue in 2025?',
    locale: 'en-US',
    texts: [
      'The top 5 products by revenue in 2025 were {{first}} ({{first_rev}}), {{second}} ({{second_rev}}), {{third}} ({{third_rev}}), {{fourth}} ({{fourth_rev}}) and {{fifth}} ({{fifth_rev}}).',
      '1. {{first}}: {{first_rev}}\n2. {{second}}: {{second_rev}}\n3. {{third}}: {{third_rev}}\n4. {{fourth}}: {{fourth_rev}}\n5. {{fifth}}: {{fifth_rev}}',
      'The best-selling product of 2025 was 3M Scotch 810 with {{first_rev}}, {{lead}} ahead of the 7-Eleven Gift Card in second place.',
      'Our five top products by revenue in 2025 range from {{fifth_rev}} (Windows 11 Pro) to {{first_rev}} (3M Scotch 810).',
      'Among the top five, {{most_units}} sold the most units ({{paper_units}}), although it ranks fourth by revenue with {{paper_rev}}.',
      '3M Scotch 810 leads the list with {{first_rev}}, which is {{spread}} the revenue of Windows 11 Pro, the fifth.',
      'In 2025, Model Q4 came third with {{third_rev}}, ahead of A4 Paper 500 ({{fourth_rev}}). These are the top 5 only, so they do not add up to total revenue.',
      'Number one was {{first}}: {{first_units}} units for {{first_rev}}.',
    ],
  },
  {
    data: months,
    question: 'How did monthly revenue develop in 2025?',
    locale: 'en-US',
    texts: [
      'Revenue in 2025 came to {{year_total}} over {{months}} months. The best month was {{best_month}} with {{best_rev}}, the weakest {{worst_month}} with {{worst_rev}}.',
      'Monthly revenue averaged {{average}} in 2025 and peaked in December at {{best_rev}}.',
      'Revenue grew {{year_change}} from January ({{jan}}) to December 2025 ({{dec}}), with a dip in August, when it fell {{aug_change}} from {{jul}} to {{aug}}.',
      'December alone brought in {{dec}}, {{dec_share}} of the year, and {{dec_change}} more than November.',
      'The lowest month was February 2025 at {{worst_rev}}; the highest was December 2025 at {{best_rev}}. The median month made {{middle}}.',
      'From November to December revenue increased by {{dec_change}}; in August it was {{aug_dir}} {{aug_change}} on July.',
      'Over the 12 months of 2025, revenue trended {{year_dir}}: it started at {{jan}} and ended at {{dec}}.',
      'The year ended strongly: {{nov}} in November and {{dec}} in December, against an average of {{average}} a month.',
    ],
  },
  {
    data: targets,
    question: 'Did the regions reach their revenue targets in Q4 2025?',
    locale: 'en-US',
    texts: [
      'APAC and North America beat their Q4 2025 targets, with {{apac}} against {{apac_target}} and {{na}} against {{na_target}}. EMEA and LATAM missed theirs.',
      'EMEA reached {{emea_met}} of its target, {{emea_short}} short of {{emea_target}}.',
      'North America exceeded its target by {{na_over}}. LATAM fell short by {{latam_miss}}.',
      'Two regions met their target: APAC at {{apac_met}}, and North America, which finished {{na_over}} above plan.',
      'Together the regions made {{all}}. LATAM stayed below its target of {{latam_target}}, at {{latam}}.',
    ],
  },
  {
    data: goal,
    question: 'Did we make more than 5 million in Q4 2025?',
    locale: 'en-US',
    texts: [
      'Yes. Revenue in Q4 2025 was {{total}}, above the {{goal}} you asked about.',
      'Yes, you passed {{goal}}: revenue from October to December 2025, without cancelled orders, was {{total}}.',
      'Q4 2025 revenue was {{total}}, so the answer is yes: it was more than 5 million.',
      'Revenue for Q4 2025 (October 1 to December 31, 2025) was {{total}}.',
    ],
  },
  {
    data: years,
    question: 'How many orders did we have each year since 2024?',
    locale: 'en-US',
    texts: [
      'We had {{y2024}} orders in 2024, {{y2025}} in 2025 and {{y2026}} in 2026 so far (through September 30, 2026).',
      'Orders rose {{change}} from 2024 to 2025, to {{y2025}}. 2026 stands at {{y2026}}, with the fourth quarter still to come.',
      'There were {{all}} orders from 2024 to the end of September 2026. {{peak}} is the highest full year with {{y2025}}.',
      '2025 saw {{more}} more orders than 2024 ({{y2025}} vs. {{y2024}}). The figure for 2026 covers only January to September.',
    ],
  },
  {
    data: returnRates,
    question: 'How did return rates change from 2024 to 2025, by category?',
    locale: 'en-US',
    texts: [
      'Apparel has the highest return rate, {{highest_rate}} in 2025, up {{apparel_points}} from {{apparel_before}} in 2024.',
      'The return rate for apparel rose from {{apparel_before}} to {{apparel}}, an increase of {{apparel_points}}. Audio improved by {{audio_points}} to {{audio}}.',
      'Office is lowest at {{office}} and was {{office_dir}} on 2024.',
      'Return rates range from {{lowest_rate}} ({{lowest}}) to {{highest_rate}} ({{highest}}), a spread of {{spread}}.',
      'Return rates for Office and Toys did not change between 2024 and 2025; Apparel went {{apparel_dir}} by {{apparel_points}}.',
    ],
  },
  {
    data: loyal,
    question: 'How many customers placed more than 10 orders and spent at least $5,000 this year?',
    locale: 'en-US',
    texts: [
      '{{loyal}} customers placed more than 10 orders and spent at least $5,000 between January and September 2026.',
      'So far in 2026, {{loyal}} of {{everyone}} customers ({{part}}) have placed more than 10 orders and spent $5,000 or more.',
      '{{part}} of customers meet both conditions (over 10 orders, at least 5,000 spent).',
      'There are {{loyal}} such customers. Orders placed from 1 January 2026 to 30 September 2026 count.',
    ],
  },
  {
    data: delivery,
    question:
      'How long do deliveries take by channel in Q3 2026, and how many took longer than 7 days?',
    locale: 'en-US',
    texts: [
      'Marketplace orders are slowest at {{slowest_days}} on average; store orders are fastest at {{fastest_days}}.',
      'In Q3 2026, {{late_marketplace}} marketplace shipments took longer than 7 days, and {{late_web}} web shipments. No store shipment was that late.',
      'The average delivery time was {{web}} for web and {{partner}} for partner orders. The marketplace takes {{times}} as long as the web.',
      'Delivery takes between {{fastest_days}} ({{fastest}}) and {{slowest_days}} ({{slowest}}), a gap of {{gap}}.',
      '{{late_store}} store deliveries took more than 7 days.',
    ],
  },
  {
    data: september,
    question: 'How many orders did we get in September compared with a year ago?',
    locale: 'en-US',
    texts: [
      'We received {{now}} orders in September 2026, {{dir}} {{change}} from {{before}} in September 2025.',
      'Orders increased {{change}} year over year, from {{before}} to {{now}}.',
      'September 2026 brought {{more}} more orders than the same month a year earlier ({{now}} vs {{before}}).',
      'Year on year, orders grew by {{change}}. September 2026: {{now}}. September 2025: {{before}}.',
      'Sept. 2026: {{now}} orders; Sept. 2025: {{before}} orders. That is {{change}} growth.',
    ],
  },
  {
    data: accounts,
    question:
      'Which accounts had orders over 250 euros last quarter, how much did they buy and when last?',
    locale: 'en-US',
    texts: [
      '3M bought the most, {{top_rev}} in {{top_orders}} orders, and last ordered on {{top_date}}.',
      '7-Eleven placed the most orders ({{busiest_orders}}) but came second in revenue with {{eleven_rev}}.',
      '20th Century Studios bought for {{fox_rev}}, 1&1 for {{one_rev}} and H&M for {{hm_rev}}.',
      '{{top}} made up {{top_share}} of the {{all}} sold in orders over €250 in Q3 2026.',
      "H&M's last order was on {{hm_date}}; 1&1's on {{one_date}}.",
      'The smallest of the {{how_many}} accounts was {{last}}, with {{hm_rev}}. The latest order came in on {{latest}}.',
    ],
  },
  {
    data: channels,
    question: 'Revenue by channel in the first half of 2026?',
    locale: 'en-GB',
    texts: [
      'In the first half of 2026 the web brought in {{web}}, the store {{store}} and the marketplace {{market}}. There is no figure for partner.',
      'Web led in H1 2026 with {{web}}, {{ahead}} more than the store. Partner revenue is missing.',
      'Known revenue from January to June 2026 adds up to {{known}}; {{web_share}} of it came from the web.',
    ],
  },
  {
    data: estimates,
    question: 'Roughly what was revenue by region in Q1 2026?',
    locale: 'en-US',
    texts: [
      'In Q1 2026 revenue was an estimated {{emea}} in EMEA, {{na}} in North America and {{latam}} in LATAM.',
      'EMEA made about {{emea}}. The sample does not tell whether EMEA or North America was ahead, as their intervals overlap.',
      'LATAM was smallest at an estimated {{latam}}.',
      'Based on a sample of the data, revenue across these regions was about {{total}} in Q1 2026.',
    ],
  },
  {
    data: refunds,
    question: 'How many marketplace refunds were there in August 2026?',
    locale: 'en-US',
    texts: [
      'There were no marketplace refunds in August 2026.',
      'None: the marketplace had {{refunds}} refunds in August 2026.',
    ],
  },
  {
    data: bigOrders,
    question: 'Which orders of September 2026 were over $1,000?',
    locale: 'en-US',
    texts: [
      'The largest order of September 2026 was {{no}} from {{who}}, at {{much}}. The list is cut off, so there are more orders over $1,000 than shown.',
      'Order SO-10442 ({{who}}) leads with {{much}}, then {{next_no}} with {{next}}. Only part of the list could be read, so no total is given.',
    ],
  },
  {
    data: tickets,
    question:
      'What was the median first response time per team last week, and how often was it over 60 minutes?',
    locale: 'en-US',
    texts: [
      'The 24/7 Desk answered fastest, with a median of {{desk}}. Tier 1 took {{tier1}} and Tier 2 {{tier2}}.',
      'Tier 2 had {{tier2_breaches}} tickets that waited longer than 60 minutes; all teams together had {{breaches}}.',
      'Tier 2 is slowest: its first response took {{times}} as long as the 24/7 Desk.',
      'Between September 21 and September 27, 2026, the median first response was {{tier1}} at Tier 1, {{tier2}} at Tier 2 and {{desk}} at the 24/7 Desk.',
    ],
  },
  {
    data: signups,
    question: 'How many users signed up each day in the last 7 days?',
    locale: 'en-US',
    texts: [
      '{{week}} users signed up in the last 7 days, {{mean}} a day on average. The peak was {{peak}} on {{peak_day}}.',
      'Signups from September 24 to September 30, 2026: {{week}} in all. The lowest day was Sunday, {{low_day}}, with {{low}}.',
      'Over the past seven days {{week}} users signed up. The last day brought {{last}}, {{more}} more than the first ({{first}}).',
    ],
  },
];
