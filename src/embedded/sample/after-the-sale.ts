import { laterWithin } from './calendar.js';
import { divideRounded } from './money.js';
import { createRandom, itemAt } from './random.js';
import type { Order, OrderItem, Product, Return, Shipment } from './rows.js';

const daySeconds = 86_400;

/** By category: electronics come back most often, groceries hardly ever. */
const returnedPerMille = [70, 50, 25, 40, 50, 35, 22, 8];
const reasons = ['changed mind', 'damaged', 'defective', 'late delivery', 'wrong item'];

/** Returns of lines of completed orders, at most one a line, numbered by line; none lies past the as-of day. */
export function generateReturns(
  orders: readonly Order[],
  { orderItems, products }: { orderItems: readonly OrderItem[]; products: readonly Product[] },
): Return[] {
  const random = createRandom('returns');
  const returns: Return[] = [];

  for (const { orderId, lineNo, productId, quantity, netAmountCents } of orderItems) {
    const { orderedAt, status } = itemAt(orders, orderId - 1);
    const { categoryId } = itemAt(products, productId - 1);
    if (status !== 'completed' || !random.chance(itemAt(returnedPerMille, categoryId - 1)))
      continue;

    const returnedAt = laterWithin(orderedAt, random.between(5 * daySeconds, 45 * daySeconds));
    const returnedQuantity = random.chance(600) ? quantity : random.between(1, quantity);
    const reason = random.pick(reasons);
    if (returnedAt === undefined) continue;

    returns.push({
      returnId: returns.length + 1,
      orderId,
      lineNo,
      returnedAt,
      quantity: returnedQuantity,
      refundAmountCents: divideRounded(netAmountCents * returnedQuantity, quantity),
      reason,
    });
  }
  return returns;
}

const carriers = ['Swiftline', 'Parcelo', 'BlueHaul', 'Meridian Freight'];
const carrierWeights = [40, 30, 20, 10];
/** 0 to 3 parcels, two on average for a completed order. What waits or was cancelled has mostly not left. */
const parcelWeights: Record<Order['status'], readonly number[]> = {
  completed: [2, 24, 42, 32],
  pending: [70, 25, 5, 0],
  cancelled: [92, 6, 2, 0],
};

/** Shipments in the order of their orders. The newest parcels, and a few lost ones, are not delivered. */
export function generateShipments(orders: readonly Order[]): Shipment[] {
  const random = createRandom('shipments');
  const shipments: Shipment[] = [];

  for (const { orderId, orderedAt, status } of orders) {
    const parcels = random.weighted(parcelWeights[status]);
    for (let parcel = 0; parcel < parcels; parcel += 1) {
      const carrier = itemAt(carriers, random.weighted(carrierWeights));
      const shippedAt = laterWithin(orderedAt, random.between(3600, (2 + parcel) * daySeconds));
      const travelSeconds = random.between(daySeconds, 8 * daySeconds);
      const lost = random.chance(8);
      if (shippedAt === undefined) continue;

      const deliveredAt = lost ? undefined : laterWithin(shippedAt, travelSeconds);
      shipments.push({
        shipmentId: shipments.length + 1,
        orderId,
        carrier,
        shippedAt,
        deliveredAt: deliveredAt ?? null,
      });
    }
  }
  return shipments;
}
