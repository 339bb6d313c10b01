import { monthIndex } from './calendar.js';
import { divideRounded } from './money.js';
import { categories } from './products.js';
import { createRandom, itemAt, type Random } from './random.js';
import type { Customer, Order, OrderItem, Product, Segment } from './rows.js';

/** Lines per order: 1 to 6, three on average. */
const lineCountWeights = [15, 26, 25, 17, 10, 7];
const categoryWeights = [22, 12, 16, 16, 12, 8, 8, 6];
/** What a category's weight becomes in its season, in percent, by month from January. */
const categorySeason = new Map<string, readonly number[]>([
  ['Electronics', [100, 95, 95, 95, 95, 95, 95, 100, 100, 105, 160, 150]],
  ['Office Supplies', [120, 100, 100, 95, 90, 85, 90, 140, 135, 100, 85, 75]],
  ['Sports & Outdoors', [80, 85, 110, 140, 155, 155, 145, 120, 95, 80, 70, 80]],
  ['Toys & Games', [80, 75, 80, 85, 85, 85, 85, 90, 95, 120, 210, 240]],
]);

const quantities: Record<Segment, readonly [min: number, max: number]> = {
  consumer: [1, 3],
  'small business': [2, 9],
  enterprise: [5, 24],
};
const discountsPerMille = [0, 50, 100, 125, 150, 200, 250];
const discountWeights: Record<Segment, readonly number[]> = {
  consumer: [70, 8, 12, 0, 4, 4, 2],
  'small business': [50, 20, 15, 5, 6, 3, 1],
  enterprise: [15, 15, 25, 15, 15, 10, 5],
};

/** Prices by year, in percent of today's list. */
const pricePercent = [94, 97, 100];
/** The list in euros has whole-percent prices of its own; it does not follow the monthly rate. */
const eurListPercent = 92;

/** Three of the 200 products never sold: what an anti-join should find. */
const unsoldEvery = 60;

export function generateOrderItems(
  orders: readonly Order[],
  { customers, products }: { customers: readonly Customer[]; products: readonly Product[] },
): OrderItem[] {
  const random = createRandom('order-items');
  const shelves = stockShelves(products);
  const categoriesByMonth = Array.from({ length: 12 }, (_, month) => categoryWeightsIn(month));

  return orders.flatMap((order) => {
    const { segment } = itemAt(customers, order.customerId - 1);
    const month = monthIndex(order.orderedAt);
    const inSeason = itemAt(categoriesByMonth, month % 12);
    return Array.from({ length: 1 + random.weighted(lineCountWeights) }, (_, line) => {
      const shelf = itemAt(shelves, random.weighted(inSeason));
      const { productId, listPriceCents } = itemAt(shelf.products, random.weighted(shelf.weights));
      const quantity = random.between(...quantities[segment]);
      const unitPriceCents = divideRounded(
        listPriceCents *
          itemAt(pricePercent, Math.floor(month / 12)) *
          (order.currency === 'EUR' ? eurListPercent : 100),
        10_000,
      );
      const discountPerMille = drawDiscount(random, segment);
      return {
        orderId: order.orderId,
        lineNo: line + 1,
        productId,
        quantity,
        unitPriceCents,
        discountPerMille,
        netAmountCents: divideRounded(quantity * unitPriceCents * (1000 - discountPerMille), 1000),
      };
    });
  });
}

interface Shelf {
  readonly products: readonly Product[];
  readonly weights: readonly number[];
}

/** Each category's products and how well they sell: a few do, most do not. */
function stockShelves(products: readonly Product[]): Shelf[] {
  const random = createRandom('popularity');
  return categories.map(({ categoryId }) => {
    const shelf = products.filter((product) => product.categoryId === categoryId);
    return {
      products: shelf,
      weights: shelf.map(({ productId }) => {
        const popularity = random.between(5, 40) * (random.chance(150) ? 4 : 1);
        return productId % unsoldEvery === 0 ? 0 : popularity;
      }),
    };
  });
}

function categoryWeightsIn(month: number): number[] {
  return categories.map(({ name }, index) => {
    const percent = categorySeason.get(name)?.[month] ?? 100;
    return itemAt(categoryWeights, index) * percent;
  });
}

function drawDiscount(random: Random, segment: Segment): number {
  return itemAt(discountsPerMille, random.weighted(discountWeights[segment]));
}
