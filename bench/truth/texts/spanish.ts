import { best, cell, column, countOf, type DataSet, type TextSet } from './data-set.js';
import { goal, months, products, regions, targets, years } from './sales.js';
import { accounts, channels, delivery, loyal, returnRates, september, tickets } from './service.js';

const lines: DataSet = {
  steps: {
    rutas: {
      sql: `select ruta, count(*) as viajes from viajes
            where dia >= '2026-05-01' and dia < '2026-06-01' group by ruta having count(*) > 50 order by viajes desc`,
      measure: countOf('viajes', 'viajes'),
      period: ['2026-05-01', '2026-06-01'],
      dimensions: ['ruta'],
      columns: { ruta: 'text', viajes: 'bigint' },
      rows: [
        ['Línea 27', '1830'],
        ['Plaza 2 de Mayo', '912'],
        ['Ruta 66', '77'],
      ],
    },
  },
  figures: {
    l27: cell('rutas', 'viajes', { ruta: 'Línea 27' }),
    mayo: cell('rutas', 'viajes', { ruta: 'Plaza 2 de Mayo' }),
    r66: cell('rutas', 'viajes', { ruta: 'Ruta 66' }),
    primera: best('rutas', 'ruta', 'viajes'),
    total: column('sum', 'rutas', 'viajes'),
  },
};

/** Written before the grounding rules were read: what a careful analyst writes in Spanish. */
export const spanish: readonly TextSet[] = [
  {
    data: regions,
    question: '¿Cuáles fueron los ingresos por región en el T4 de 2025, frente al T3?',
    locale: 'es-ES',
    texts: [
      'Los ingresos del cuarto trimestre de 2025 fueron de {{total}}, un {{growth}} más que en el tercer trimestre.',
      'En el T4 de 2025 los ingresos crecieron un {{growth}}. {{best}} lidera con {{best_rev}}, seguida de EMEA con {{emea}}.',
      'LATAM fue la única región que bajó: pasó de {{latam_q3}} a {{latam}}, una caída del {{latam_change}}.',
      'EMEA aporta el {{emea_share}} del total; {{no_region}} no tiene región asignada.',
    ],
  },
  {
    data: products,
    question: '¿Cuáles fueron los 5 productos con más ingresos en 2025?',
    locale: 'es-ES',
    texts: [
      'Los cinco productos con más ingresos en 2025 fueron {{first}} ({{first_rev}}), {{second}} ({{second_rev}}), {{third}} ({{third_rev}}), {{fourth}} ({{fourth_rev}}) y {{fifth}} ({{fifth_rev}}).',
      'En primer lugar está 3M Scotch 810 con {{first_rev}}; en segundo lugar, 7-Eleven Gift Card con {{second_rev}}.',
      'El top 5 lo encabeza {{first}}, con {{lead}} de ventaja sobre el segundo.',
      '1. {{first}}: {{first_rev}}\n2. {{second}}: {{second_rev}}\n3. {{third}}: {{third_rev}}',
    ],
  },
  {
    data: months,
    question: '¿Cómo evolucionaron los ingresos mensuales en 2025?',
    locale: 'es-ES',
    texts: [
      'En 2025 se ingresaron {{year_total}}. El mejor mes fue diciembre con {{best_rev}} y el peor, febrero, con {{worst_rev}}.',
      'De enero a diciembre de 2025 los ingresos aumentaron un {{year_change}}, con una caída del {{aug_change}} en agosto.',
      'La media mensual fue de {{average}}.',
    ],
  },
  {
    data: targets,
    question: '¿Alcanzaron las regiones sus objetivos en el T4 de 2025?',
    locale: 'es-ES',
    texts: [
      'APAC y North America superaron su objetivo. EMEA se quedó en el {{emea_met}}, con {{emea}} frente a {{emea_target}}.',
      'North America superó su objetivo en {{na_over}}.',
    ],
  },
  {
    data: goal,
    question: '¿Ingresamos más de 5 millones en el T4 de 2025?',
    locale: 'es-ES',
    texts: [
      'Sí: los ingresos del T4 de 2025 fueron de {{total}}, por encima de los {{goal_es}} por los que pregunta.',
      'Sí. Entre octubre y diciembre de 2025 se ingresaron {{total}}, sin contar los pedidos cancelados.',
    ],
  },
  {
    data: years,
    question: '¿Cuántos pedidos hubo cada año desde 2024?',
    locale: 'es-ES',
    texts: [
      'Hubo {{y2024}} pedidos en 2024, {{y2025}} en 2025 y {{y2026}} en 2026 hasta el 30 de septiembre.',
      'En 2025 hubo {{more}} pedidos más que en 2024, un aumento del {{change}}.',
    ],
  },
  {
    data: returnRates,
    question: '¿Cómo cambiaron las tasas de devolución de 2024 a 2025?',
    locale: 'es-ES',
    texts: [
      'Apparel tiene la tasa más alta, {{highest_rate}}, y subió {{apparel_points}} desde 2024.',
      'La tasa más baja es la de Office ({{lowest_rate}}), sin cambios respecto a 2024.',
    ],
  },
  {
    data: loyal,
    question: '¿Cuántos clientes hicieron más de 10 pedidos y gastaron al menos 5.000 $ este año?',
    locale: 'es-ES',
    texts: [
      '{{loyal}} clientes hicieron más de 10 pedidos y gastaron al menos 5.000 $ entre enero y septiembre de 2026.',
      'Son el {{part}} de los {{everyone}} clientes.',
    ],
  },
  {
    data: delivery,
    question: '¿Cuánto tardan las entregas por canal en el T3 de 2026 y cuántas superan 7 días?',
    locale: 'es-ES',
    texts: [
      'El canal más lento es marketplace, con {{slowest_days}} de media; {{late_marketplace}} entregas tardaron más de 7 días.',
      'El más rápido es store, con {{fastest_days}}. Ninguna entrega superó los 7 días.',
    ],
  },
  {
    data: september,
    question: '¿Cuántos pedidos hubo en septiembre frente al año anterior?',
    locale: 'es-ES',
    texts: [
      'En septiembre de 2026 hubo {{now}} pedidos, frente a {{before}} en septiembre de 2025: un {{change}} más.',
    ],
  },
  {
    data: accounts,
    question: '¿Qué cuentas hicieron pedidos de más de 250 euros el último trimestre?',
    locale: 'es-ES',
    texts: [
      '3M es la cuenta con más compras ({{top_rev}}); su último pedido es del {{top_date}}. La segunda es 7-Eleven, con {{eleven_rev}}.',
    ],
  },
  {
    data: channels,
    question: '¿Ingresos por canal en el primer semestre de 2026?',
    locale: 'es-ES',
    texts: [
      'En el primer semestre de 2026 la web ingresó {{web}}, la tienda {{store}} y el marketplace {{market}}. No hay dato de partner.',
    ],
  },
  {
    data: tickets,
    question:
      '¿Cuál fue la mediana del tiempo de primera respuesta por equipo la semana pasada, y cuántas veces superó 60 minutos?',
    locale: 'es-ES',
    texts: [
      'El equipo 24/7 Desk tuvo una mediana de {{desk}}, Tier 1 de {{tier1}} y Tier 2 de {{tier2}}. En total, {{breaches}} tickets superaron los 60 minutos.',
    ],
  },
  {
    data: lines,
    question: '¿Qué rutas tuvieron más de 50 viajes en mayo de 2026?',
    locale: 'es-ES',
    texts: [
      'Línea 27 tuvo {{l27}} viajes, Plaza 2 de Mayo {{mayo}} y Ruta 66 {{r66}}.',
      '{{primera}} es la primera con {{l27}}; en total hubo {{total}} viajes en las rutas con más de 50.',
      'En mayo de 2026, Ruta 66 fue la tercera, con {{r66}}.',
    ],
  },
];
