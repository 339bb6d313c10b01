import { best, cell, column, sumOf, worst, type DataSet, type TextSet } from './data-set.js';
import { goal, months, products, regions, targets, years } from './sales.js';
import { accounts, channels, delivery, loyal, returnRates, september, signups } from './service.js';

const shops: DataSet = {
  steps: {
    magasins: {
      sql: `select m.nom as magasin, sum(v.montant) as ventes from ventes v join magasins m using (magasin_id)
            where v.jour >= '2026-06-01' and v.jour < '2026-07-01' group by m.nom order by ventes desc limit 3`,
      measure: sumOf('ventes', 'EUR'),
      period: ['2026-06-01', '2026-07-01'],
      dimensions: ['magasin'],
      limit: 3,
      columns: { magasin: 'text', ventes: 'numeric' },
      rows: [
        ['Paris 16e', '220450.50'],
        ['Les 3 Suisses', '180000.00'],
        ['Carrefour 24', '97310.25'],
      ],
    },
  },
  figures: {
    paris: cell('magasins', 'ventes', { magasin: 'Paris 16e' }),
    suisses: cell('magasins', 'ventes', { magasin: 'Les 3 Suisses' }),
    carrefour: cell('magasins', 'ventes', { magasin: 'Carrefour 24' }),
    premier: best('magasins', 'magasin', 'ventes'),
    dernier: worst('magasins', 'magasin', 'ventes'),
    record: column('max', 'magasins', 'ventes'),
  },
};

/** Written before the grounding rules were read: what a careful analyst writes in French. */
export const french: readonly TextSet[] = [
  {
    data: regions,
    question: "Quel a été le chiffre d'affaires par région au T4 2025, par rapport au T3 ?",
    locale: 'fr-FR',
    texts: [
      "Au quatrième trimestre 2025, le chiffre d'affaires s'est élevé à {{total}}, en hausse de {{growth}} par rapport au troisième trimestre.",
      'Au T4 2025, {{best}} arrive en tête avec {{best_rev}}, devant EMEA ({{emea}}) et APAC ({{apac}}).',
      'Seule la région LATAM recule : {{latam}} contre {{latam_q3}} au T3, soit une baisse de {{latam_change}}.',
      'EMEA représente {{emea_share}} du total. Les commandes sans région comptent pour {{no_region}}.',
    ],
  },
  {
    data: products,
    question: "Quels ont été nos 5 meilleurs produits par chiffre d'affaires en 2025 ?",
    locale: 'fr-FR',
    texts: [
      'Les cinq meilleurs produits de 2025 sont {{first}} ({{first_rev}}), {{second}} ({{second_rev}}), {{third}} ({{third_rev}}), {{fourth}} ({{fourth_rev}}) et {{fifth}} ({{fifth_rev}}).',
      'Le 1er est 3M Scotch 810 avec {{first_rev}} ; le 2e, 7-Eleven Gift Card, suit avec {{second_rev}}.',
      "Le top 5 est dominé par {{first}}, avec {{lead}} d'avance sur le deuxième.",
      'A4 Paper 500 est quatrième par les ventes, mais premier par les quantités : {{paper_units}} unités.',
    ],
  },
  {
    data: months,
    question: "Comment le chiffre d'affaires mensuel a-t-il évolué en 2025 ?",
    locale: 'fr-FR',
    texts: [
      "Le chiffre d'affaires de 2025 atteint {{year_total}}. Le meilleur mois est décembre avec {{best_rev}}, le plus faible février avec {{worst_rev}}.",
      'Entre janvier et décembre 2025, les ventes ont augmenté de {{year_change}}, malgré une baisse de {{aug_change}} en août.',
      'La moyenne mensuelle est de {{average}}.',
    ],
  },
  {
    data: targets,
    question: 'Les régions ont-elles atteint leurs objectifs au T4 2025 ?',
    locale: 'fr-FR',
    texts: [
      'APAC et North America ont dépassé leur objectif. EMEA a atteint {{emea_met}} du sien, soit {{emea_short}} de moins que prévu.',
      'LATAM est restée sous son objectif de {{latam_target}}, avec {{latam}}.',
    ],
  },
  {
    data: goal,
    question: 'Avons-nous fait plus de 5 millions au T4 2025 ?',
    locale: 'fr-FR',
    texts: [
      "Oui : le chiffre d'affaires du T4 2025 est de {{total}}, au-dessus des {{goal_fr}} que vous évoquez.",
      "Oui. D'octobre à décembre 2025, les ventes hors commandes annulées se montent à {{total}}.",
    ],
  },
  {
    data: years,
    question: 'Combien de commandes par an depuis 2024 ?',
    locale: 'fr-FR',
    texts: [
      "Il y a eu {{y2024}} commandes en 2024, {{y2025}} en 2025 et {{y2026}} en 2026 jusqu'au 30 septembre.",
      'Les commandes ont progressé de {{change}} entre 2024 et 2025.',
    ],
  },
  {
    data: returnRates,
    question: 'Comment les taux de retour ont-ils changé de 2024 à 2025 ?',
    locale: 'fr-FR',
    texts: [
      'Apparel a le taux de retour le plus élevé, {{highest_rate}}, en hausse de {{apparel_points}} sur un an.',
      'Le taux le plus bas est celui de Office ({{lowest_rate}}), inchangé depuis 2024.',
    ],
  },
  {
    data: loyal,
    question:
      'Combien de clients ont passé plus de 10 commandes et dépensé au moins 5 000 $ cette année ?',
    locale: 'fr-FR',
    texts: [
      '{{loyal}} clients ont passé plus de 10 commandes et dépensé au moins 5 000 $ entre janvier et septembre 2026.',
      'Cela concerne {{part}} des clients.',
    ],
  },
  {
    data: delivery,
    question:
      'Combien de temps prennent les livraisons par canal au T3 2026, et combien dépassent 7 jours ?',
    locale: 'fr-FR',
    texts: [
      'Le canal le plus lent est marketplace, avec {{slowest_days}} en moyenne ; {{late_marketplace}} livraisons ont dépassé 7 jours.',
      "En magasin, aucune livraison n'a pris plus de 7 jours et la moyenne est de {{fastest_days}}.",
    ],
  },
  {
    data: september,
    question: "Combien de commandes en septembre par rapport à l'an dernier ?",
    locale: 'fr-FR',
    texts: [
      'Nous avons reçu {{now}} commandes en septembre 2026, contre {{before}} en septembre 2025 : une hausse de {{change}}.',
    ],
  },
  {
    data: accounts,
    question: 'Quels clients ont passé des commandes de plus de 250 euros le trimestre dernier ?',
    locale: 'fr-FR',
    texts: [
      '3M est le premier client avec {{top_rev}}, et sa dernière commande date du {{top_date}}. 20th Century Studios a acheté pour {{fox_rev}}.',
    ],
  },
  {
    data: channels,
    question: 'Chiffre d’affaires par canal au premier semestre 2026 ?',
    locale: 'fr-FR',
    texts: [
      "Au premier semestre 2026, le web a rapporté {{web}} et le magasin {{store}}. Le montant du canal partner n'est pas connu.",
    ],
  },
  {
    data: signups,
    question: "Combien d'inscriptions par jour sur les 7 derniers jours ?",
    locale: 'fr-FR',
    texts: [
      'Sur les 7 derniers jours, {{week}} personnes se sont inscrites, soit {{mean}} par jour. Le pic date du {{peak_day}} avec {{peak}}.',
    ],
  },
  {
    data: shops,
    question: 'Quels sont les 3 meilleurs magasins de juin 2026 ?',
    locale: 'fr-FR',
    texts: [
      'Les trois meilleurs magasins de juin 2026 sont Paris 16e ({{paris}}), Les 3 Suisses ({{suisses}}) et Carrefour 24 ({{carrefour}}).',
      '{{premier}} est en tête avec {{record}}.',
      'En troisième position, Carrefour 24 a réalisé {{carrefour}} en juin.',
    ],
  },
];
