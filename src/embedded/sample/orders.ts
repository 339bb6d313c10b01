import { dateOf, dayCount, monthIndex, timestampOf } from './calendar.js';
import { regions, type Customers } from './customers.js';
import { createRandom, itemAt, type Random } from './random.js';
import type { Channel, Currency, Order } from './rows.js';

export const channels: readonly Channel[] = ['web', 'store', 'partner', 'marketplace'].map(
  (name, index) => ({ channelId: index + 1, name }),
);

/** January to December: a quiet start of the year, a summer dip and a peak in the fourth quarter. */
const seasonPerMille = [860, 850, 950, 960, 980, 950, 900, 920, 1000, 1100, 1380, 1300];
/** Sunday to Saturday. */
const weekdayPercent = [82, 105, 104, 102, 103, 112, 92];
const growthPerMillePerMonth = 14;

/** Orders per thousand by region (EMEA, North America, LATAM, APAC), Q1 2024 to Q3 2026. */
const regionMix = [
  [340, 430, 90, 140],
  [338, 425, 92, 145],
  [335, 420, 95, 150],
  [333, 425, 92, 150],
  [330, 410, 100, 160],
  [326, 405, 104, 165],
  [330, 395, 110, 165],
  [325, 410, 68, 197],
  [310, 390, 95, 205],
  [306, 385, 100, 209],
  [300, 380, 105, 215],
];

/** Web, store, partner, marketplace by year: the marketplace grows at the store's cost. */
const channelMix = [
  [46, 30, 16, 8],
  [48, 24, 15, 13],
  [49, 19, 15, 17],
];

/** When a region's day begins, in UTC hours. */
const morningHour = [6, 13, 12, 22];
const eurPerMille = [900, 0, 15, 25];
const withoutRegionPerMille = 20;
const outsideHomePerMille = 40;
const recentDays = 14;

/** Orders in the order of time. Numbers grow with it, and nobody orders before being a customer. */
export function generateOrders(count: number, customers: Customers): Order[] {
  const random = createRandom('orders');
  const known = regions.map(() => 0);
  const orders: Order[] = [];

  for (const [day, ordersOfDay] of ordersPerDay(count).entries()) {
    const date = dateOf(day);
    for (const [region, home] of customers.homes.entries()) {
      known[region] = countUntil(home, itemAt(known, region), date);
    }
    const drafts = Array.from({ length: ordersOfDay }, () => draftOrder(random, date));
    for (const { region, second } of drafts.toSorted((a, b) => a.second - b.second)) {
      const home = random.chance(outsideHomePerMille) ? random.below(regions.length) : region;
      orders.push({
        orderId: orders.length + 1,
        customerId: oldFriend(random, itemAt(customers.homes, home), itemAt(known, home)),
        regionId: random.chance(withoutRegionPerMille) ? null : region + 1,
        channelId: 1 + random.weighted(itemAt(channelMix, Math.floor(monthIndex(date) / 12))),
        orderedAt: timestampOf(day, second),
        status: drawStatus(random, day),
        currency: drawCurrency(random, region),
      });
    }
  }
  return orders;
}

/** Spreads exactly `count` orders over the days by their weights. */
function ordersPerDay(count: number): number[] {
  const random = createRandom('days');
  const weights = Array.from({ length: dayCount }, (_, day) => dayWeight(day, random));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight) => {
    const already = Math.floor((before * count) / total);
    before += weight;
    return Math.floor((before * count) / total) - already;
  });
}

function dayWeight(day: number, random: Random): number {
  const date = dateOf(day);
  const month = monthIndex(date);
  const weekday = (day + 1) % 7; // 2024-01-01 was a Monday
  const season = itemAt(seasonPerMille, month % 12) * itemAt(weekdayPercent, weekday);
  return Math.floor(
    (season * (1000 + growthPerMillePerMonth * month) * random.between(88, 112)) / 1_000_000,
  );
}

function draftOrder(random: Random, date: string): { region: number; second: number } {
  const region = random.weighted(itemAt(regionMix, Math.floor(monthIndex(date) / 3)));
  // Two draws added make the middle of a region's waking 16 hours its busiest.
  const second = itemAt(morningHour, region) * 3600 + random.below(28_800) + random.below(28_800);
  return { region, second: second % 86_400 };
}

/** The smaller of two draws favours who has been there longest: most orders come from few customers. */
function oldFriend(random: Random, home: Customers['homes'][number], known: number): number {
  return itemAt(home, Math.min(random.below(known), random.below(known))).customerId;
}

function countUntil(home: Customers['homes'][number], from: number, date: string): number {
  const later = home.slice(from).findIndex(({ createdAt }) => createdAt > date);
  return later === -1 ? home.length : from + later;
}

function drawStatus(random: Random, day: number): Order['status'] {
  if (random.chance(45)) return 'cancelled';
  return random.chance(day >= dayCount - recentDays ? 350 : 12) ? 'pending' : 'completed';
}

function drawCurrency(random: Random, region: number): Currency {
  return random.chance(itemAt(eurPerMille, region)) ? 'EUR' : 'USD';
}
