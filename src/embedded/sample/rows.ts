/** Rows of the sample warehouse. Money is in cents, a rate in ten-thousandths, a discount in thousandths: whole numbers. */
export interface Region {
  readonly regionId: number;
  readonly name: string;
}

export interface Channel {
  readonly channelId: number;
  readonly name: string;
}

export interface Category {
  readonly categoryId: number;
  readonly name: string;
}

export interface Product {
  readonly productId: number;
  readonly name: string;
  readonly categoryId: number;
  readonly unitCostCents: number;
  readonly listPriceCents: number;
}

export type Segment = 'consumer' | 'small business' | 'enterprise';

export interface Customer {
  readonly customerId: number;
  readonly name: string;
  readonly email: string;
  readonly segment: Segment;
  readonly regionId: number | null;
  /** A date, as all without a time here. */
  readonly createdAt: string;
}

export type Currency = 'USD' | 'EUR';

export interface ExchangeRate {
  readonly currency: Currency;
  readonly month: string;
  readonly usdPerUnitE4: number;
}

export interface Order {
  readonly orderId: number;
  readonly customerId: number;
  readonly regionId: number | null;
  readonly channelId: number;
  /** UTC, `2025-10-03T04:05:06Z`. */
  readonly orderedAt: string;
  readonly status: 'completed' | 'cancelled' | 'pending';
  readonly currency: Currency;
}

export interface OrderItem {
  readonly orderId: number;
  readonly lineNo: number;
  readonly productId: number;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly discountPerMille: number;
  /** In the order's currency, as every amount of an order. */
  readonly netAmountCents: number;
}

export interface Return {
  readonly returnId: number;
  readonly orderId: number;
  readonly lineNo: number;
  readonly returnedAt: string;
  readonly quantity: number;
  readonly refundAmountCents: number;
  readonly reason: string;
}

export interface Shipment {
  readonly shipmentId: number;
  readonly orderId: number;
  readonly carrier: string;
  readonly shippedAt: string;
  readonly deliveredAt: string | null;
}

export interface Target {
  readonly regionId: number;
  readonly month: string;
  readonly revenueUsdCents: number;
}

/** All rows of the sample warehouse, each table in the order of its key. */
export interface Sample {
  readonly regions: readonly Region[];
  readonly channels: readonly Channel[];
  readonly categories: readonly Category[];
  readonly products: readonly Product[];
  readonly customers: readonly Customer[];
  readonly exchangeRates: readonly ExchangeRate[];
  readonly orders: readonly Order[];
  readonly orderItems: readonly OrderItem[];
  readonly returns: readonly Return[];
  readonly shipments: readonly Shipment[];
  readonly targets: readonly Target[];
}
