import { generateReturns, generateShipments } from './after-the-sale.js';
import { generateCustomers, regions } from './customers.js';
import { generateExchangeRates, generateTargets } from './finance.js';
import { generateOrderItems } from './order-items.js';
import { channels, generateOrders } from './orders.js';
import { categories, generateProducts } from './products.js';
import type { Sample } from './rows.js';

/** Raise it with any change to the rows or the tables: an older sample on disk is then known to be one. */
export const sampleVersion = 1;

const fullSize = 60_000;

/** The same rows on every machine, from nothing but this code. Fewer `orders` make a small sample for fast tests. */
export function generateSample({ orders: count = fullSize }: { orders?: number } = {}): Sample {
  const products = generateProducts();
  const customers = generateCustomers(Math.max(60, Math.floor(count / 10)));
  const exchangeRates = generateExchangeRates();
  const orders = generateOrders(count, customers);
  const orderItems = generateOrderItems(orders, { customers: customers.rows, products });

  return {
    regions,
    channels,
    categories,
    products,
    customers: customers.rows,
    exchangeRates,
    orders,
    orderItems,
    returns: generateReturns(orders, { orderItems, products }),
    shipments: generateShipments(orders),
    targets: generateTargets(orders, { orderItems, exchangeRates }),
  };
}
