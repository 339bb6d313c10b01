/** The tables, bare: rows are copied faster into tables that have no keys yet. */
export const createTables = `
create table regions (region_id int not null, name text not null);
create table channels (channel_id int not null, name text not null);
create table categories (category_id int not null, name text not null);
create table products (
  product_id int not null, name text not null, category_id int not null,
  unit_cost numeric(10,2) not null, list_price numeric(10,2) not null);
create table customers (
  customer_id int not null, name text not null, email text not null, segment text not null,
  region_id int, created_at date not null);
create table exchange_rates (currency char(3) not null, month date not null, usd_per_unit numeric(10,4) not null);
create table orders (
  order_id int not null, customer_id int not null, region_id int, channel_id int not null,
  ordered_at timestamptz not null, status text not null, currency char(3) not null);
create table order_items (
  order_id int not null, line_no int not null, product_id int not null, quantity int not null,
  unit_price numeric(10,2) not null, discount numeric(4,3) not null, net_amount numeric(12,2) not null);
create table returns (
  return_id int not null, order_id int not null, line_no int not null, returned_at timestamptz not null,
  quantity int not null, refund_amount numeric(12,2) not null, reason text not null);
create table shipments (
  shipment_id int not null, order_id int not null, carrier text not null,
  shipped_at timestamptz not null, delivered_at timestamptz);
create table targets (region_id int not null, month date not null, revenue_usd numeric(14,2) not null);
`;

/** Keys, checks, indexes and comments, once the rows are in. */
export const createKeys = `
alter table regions add primary key (region_id), add unique (name);
alter table channels add primary key (channel_id), add unique (name);
alter table categories add primary key (category_id), add unique (name);
alter table products add primary key (product_id),
  add foreign key (category_id) references categories;
alter table customers add primary key (customer_id),
  add foreign key (region_id) references regions,
  add check (segment in ('consumer', 'small business', 'enterprise'));
alter table exchange_rates add primary key (currency, month),
  add check (month = date_trunc('month', month)::date);
alter table orders add primary key (order_id),
  add foreign key (customer_id) references customers,
  add foreign key (region_id) references regions,
  add foreign key (channel_id) references channels,
  add check (status in ('completed', 'cancelled', 'pending'));
alter table order_items add primary key (order_id, line_no),
  add foreign key (order_id) references orders,
  add foreign key (product_id) references products;
alter table returns add primary key (return_id),
  add foreign key (order_id, line_no) references order_items;
alter table shipments add primary key (shipment_id),
  add foreign key (order_id) references orders;
alter table targets add primary key (region_id, month),
  add foreign key (region_id) references regions,
  add check (month = date_trunc('month', month)::date);

create index on orders (ordered_at);
create index on orders (customer_id);
create index on order_items (product_id);
create index on returns (order_id, line_no);
create index on shipments (order_id);

comment on table orders is 'One row per order. Revenue leaves out cancelled orders.';
comment on column orders.region_id is 'Where the order was sold; null where not recorded. Not always the region of the customer.';
comment on column orders.ordered_at is 'Days, months and quarters are in UTC.';
comment on column orders.currency is 'Currency of every amount of this order, its lines and returns.';
comment on table order_items is 'One row per line of an order.';
comment on column order_items.discount is 'A fraction: 0.100 is 10 %.';
comment on column order_items.net_amount is 'quantity * unit_price * (1 - discount), in the currency of the order. Revenue in USD is the sum of net_amount * exchange_rates.usd_per_unit.';
comment on table exchange_rates is 'One rate per currency and month; month is the first day. Join on the currency of the order and the UTC month of ordered_at.';
comment on column exchange_rates.usd_per_unit is 'US dollars for one unit of the currency.';
comment on column products.unit_cost is 'In USD.';
comment on column products.list_price is 'Today''s list price in USD.';
comment on table returns is 'At most one row per order line. Revenue is before refunds.';
comment on column returns.refund_amount is 'In the currency of the order.';
comment on table shipments is 'None to three rows per order: joining them to order lines repeats the lines.';
comment on column shipments.delivered_at is 'Null while under way, or lost.';
comment on table targets is 'Planned revenue per region and month; month is the first day.';
`;

/** Names the tables: an owner who is no superuser would be warned of each catalog it may not analyze. */
export const analyzeTables = `
analyze regions, channels, categories, products, customers, exchange_rates, orders, order_items, returns, shipments, targets
`;
