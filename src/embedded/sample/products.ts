import { divideRounded } from './money.js';
import { createRandom } from './random.js';
import type { Category, Product } from './rows.js';

export const categories: readonly Category[] = [
  'Electronics',
  'Furniture',
  'Office Supplies',
  'Home & Kitchen',
  'Sports & Outdoors',
  'Toys & Games',
  'Beauty',
  'Grocery',
].map((name, index) => ({ categoryId: index + 1, name }));

const collections = ['Alder', 'Brio', 'Cobalt', 'Dune', 'Fjord'];

/** What each category sells, with a typical price in whole dollars. */
const kinds: readonly (readonly (readonly [name: string, price: number])[])[] = [
  [
    ['Wireless Headphones', 95],
    ['27" Monitor', 240],
    ['Mechanical Keyboard', 85],
    ['Webcam', 60],
    ['USB-C Dock', 120],
  ],
  [
    ['Desk Lamp', 45],
    ['Office Chair', 190],
    ['Standing Desk', 380],
    ['Bookshelf', 130],
    ['Side Table', 75],
  ],
  [
    ['Notebook, Pack of 5', 14],
    ['Gel Pens, Box of 12', 11],
    ['Paper Shredder', 70],
    ['Label Printer', 88],
    ['Desk Organizer', 22],
  ],
  [
    ['Chef’s Knife', 48],
    ['Cast-Iron Pan', 39],
    ['Kettle', 42],
    ['Storage Jars', 26],
    ['Coffee Grinder', 64],
  ],
  [
    ['Trail Backpack', 92],
    ['Two-Person Tent', 175],
    ['Yoga Mat', 31],
    ['Water Bottle', 19],
    ['Camping Stove', 58],
  ],
  [
    ['Wooden Train Set', 44],
    ['Jigsaw, 1000 Pieces', 21],
    ['Strategy Board Game', 49],
    ['Building Blocks', 36],
    ['Plush Fox', 18],
  ],
  [
    ['Face Cream', 27],
    ['Shampoo Bar', 12],
    ['Beard Oil', 18],
    ['Hand Balm', 11],
    ['Sun Lotion', 16],
  ],
  [
    ['Espresso Beans 1 kg', 24],
    ['Green Tea', 9],
    ['Olive Oil', 17],
    ['Dark Chocolate', 6],
    ['Muesli 750 g', 8],
  ],
];

/** Five collections of everything sold: 200 products. */
export function generateProducts(): Product[] {
  const random = createRandom('products');
  return kinds
    .flatMap((kindsOfCategory, category) =>
      kindsOfCategory.flatMap(([name, price]) =>
        collections.map((collection) => {
          const listPriceCents = price * random.between(75, 140) - 1;
          const unitCostCents = divideRounded(listPriceCents * random.between(45, 72), 100);
          return { name: `${collection} ${name}`, category, unitCostCents, listPriceCents };
        }),
      ),
    )
    .map(({ category, ...product }, index) => ({
      productId: index + 1,
      name: product.name,
      categoryId: category + 1,
      unitCostCents: product.unitCostCents,
      listPriceCents: product.listPriceCents,
    }));
}
