import { monthIndex, months } from './calendar.js';
import { regions } from './customers.js';
import { divideRounded } from './money.js';
import { createRandom, itemAt } from './random.js';
import type { ExchangeRate, Order, OrderItem, Target } from './rows.js';

/** A dollar is a dollar; the euro wanders between 1.04 and 1.19, by less than two cents a month. */
export function generateExchangeRates(): ExchangeRate[] {
  const random = createRandom('exchange-rates');
  let eur = 10_900;
  const eurRates = months.map((month): ExchangeRate => {
    eur = Math.min(11_900, Math.max(10_400, eur + random.between(-180, 190)));
    return { currency: 'EUR', month, usdPerUnitE4: eur };
  });
  const usdRates = months.map((month): ExchangeRate => ({
    currency: 'USD',
    month,
    usdPerUnitE4: 10_000,
  }));
  return [...eurRates, ...usdRates];
}

const thousandDollars = 100_000;

/** What each region was meant to sell: its revenue, missed or beaten by up to a tenth, in whole thousands of dollars. */
export function generateTargets(
  orders: readonly Order[],
  {
    orderItems,
    exchangeRates,
  }: { orderItems: readonly OrderItem[]; exchangeRates: readonly ExchangeRate[] },
): Target[] {
  const random = createRandom('targets');
  const eur = exchangeRates.filter(({ currency }) => currency === 'EUR');
  const revenueE6 = regions.map(() => months.map(() => 0));

  for (const { orderId, netAmountCents } of orderItems) {
    const { regionId, status, currency, orderedAt } = itemAt(orders, orderId - 1);
    if (regionId === null || status === 'cancelled') continue;
    const month = monthIndex(orderedAt);
    const rate = currency === 'EUR' ? itemAt(eur, month).usdPerUnitE4 : 10_000;
    const ofRegion = itemAt(revenueE6, regionId - 1);
    ofRegion[month] = itemAt(ofRegion, month) + netAmountCents * rate;
  }

  return regions.flatMap(({ regionId }) =>
    months.map((month, index) => {
      const actualCents = Math.floor(itemAt(itemAt(revenueE6, regionId - 1), index) / 10_000);
      const planned = Math.floor((actualCents * random.between(90, 110)) / 100);
      const thousands = Math.max(1, divideRounded(planned, thousandDollars));
      return { regionId, month, revenueUsdCents: thousands * thousandDollars };
    }),
  );
}
