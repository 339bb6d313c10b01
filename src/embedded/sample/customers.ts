import { dateOf, dayCount } from './calendar.js';
import { createRandom, itemAt, type Random } from './random.js';
import type { Customer, Region, Segment } from './rows.js';

export const regions: readonly Region[] = ['EMEA', 'North America', 'LATAM', 'APAC'].map(
  (name, index) => ({ regionId: index + 1, name }),
);

/** The customers, and who lives where: a null region in a row hides the home, but people still have one. */
export interface Customers {
  readonly rows: readonly Customer[];
  /** By region, oldest customer first. */
  readonly homes: readonly (readonly Customer[])[];
}

const regionWeights = [32, 40, 11, 17];
const segments: readonly Segment[] = ['consumer', 'small business', 'enterprise'];
const segmentWeights = [70, 23, 7];
const daysBeforeFirstOrder = 730;
const withoutRegionPerMille = 15;

/** Oldest first. A quarter was there before the first order; the first dozen covers every region, at any scale. */
export function generateCustomers(count: number): Customers {
  const random = createRandom('customers');
  const rows: Customer[] = [];
  const homes: Customer[][] = regions.map(() => []);
  const early = Math.ceil(count / 4);

  for (let index = 0; index < count; index += 1) {
    const home = index < 12 ? index % regions.length : random.weighted(regionWeights);
    const segment = itemAt(segments, random.weighted(segmentWeights));
    const name = segment === 'consumer' ? personName(random) : companyName(random);
    const day =
      index < early
        ? Math.floor((index * daysBeforeFirstOrder) / early) - daysBeforeFirstOrder
        : Math.floor(((index - early) * (dayCount - 10)) / (count - early));
    const customer: Customer = {
      customerId: index + 1,
      name,
      email: `${asciiWord(name)}.${index + 1}@example.com`,
      segment,
      regionId: random.chance(withoutRegionPerMille) ? null : home + 1,
      createdAt: dateOf(day),
    };
    rows.push(customer);
    homes[home]?.push(customer);
  }
  return { rows, homes };
}

const givenNames =
  'Ada Amara Anders Beatriz Carlos Chloé Dana Diego Elif Emeka Farah Felix Grace Hana Hugo Ines Ivan Jamal Jun Kaito Karin Lena Leo Liam Lucía Maya Mei Milan Nadia Noor Olga Omar Priya Quinn Rafael Rosa Sam Sana Tariq Tess Uma Viktor Wanda Xavier Yara Zoë'.split(
    ' ',
  );

const familyNames =
  "Abara Aguilar Andersen Bauer Bianchi Brandt Castillo Chen Dubois Eriksen Farouk Ferreira Fischer García Haddad Hansen Ito Jansen Kaya Kim Kowalski Larsen Lopez Martin Mensah Meyer Moreau Müller Nakamura Nguyen Novak O'Brien O'Neil Okafor Patel Pereira Rahman Rossi Santos Sato Schmidt Silva Singh Tanaka Torres Weber Wilson Yilmaz Young Zhang".split(
    ' ',
  );

const companyWords =
  'Acorn Bluefield Birchway Cinder Copperline Deltaworks Eastgate Fernhill Glasshouse Harbor Ironbridge Juniper Kestrel Lakeside Lumen Marlow Northgate Oakline Pinecrest Quarry Redwood Saltmarsh Thornbury Upland Vantage Westbrook Yarrow Zephyr'.split(
    ' ',
  );

const companyTrades =
  'Analytics,Catering,Clinics,Consulting,Design,Energy,Hotels,Interiors,Labs,Logistics,Media,Retail,Schools,Systems,Textiles,Travel'.split(
    ',',
  );

const companyForms = ['Ltd', 'Inc', 'GmbH', 'S.A.', 'Pty', '& Co'];

/** Names repeat on purpose: people share them, so a name is no key. */
function personName(random: Random): string {
  return `${random.pick(givenNames)} ${random.pick(familyNames)}`;
}

function companyName(random: Random): string {
  return `${random.pick(companyWords)} ${random.pick(companyTrades)} ${random.pick(companyForms)}`;
}

function asciiWord(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .trim()
    .replace(/ +/g, '.');
}
