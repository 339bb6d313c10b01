import { defineTool, ToolFailure } from 'surefoot/tools';
import { z } from 'zod';

const rates: Readonly<Record<string, number>> = { EUR: 1.25, GBP: 1.4 };

/** What Claude may plan with beside SQL. Its output becomes rows, whose cells the answer's figures point to. */
export const exchangeRate = defineTool({
  name: 'exchange_rate',
  description: 'What one unit of a currency (ISO code) is worth in US dollars.',
  input: z.strictObject({ currency: z.string() }),
  output: z.strictObject({ currency: z.string(), rate: z.number() }),
  policy: { timeoutMs: 5_000 },
  run({ currency }) {
    const rate = rates[currency];
    if (rate === undefined) {
      throw new ToolFailure({
        error: 'unknown_currency',
        class: 'permanent',
        message: `There is no rate for ${currency}.`,
        alternatives: Object.keys(rates),
      });
    }
    return Promise.resolve({ currency, rate });
  },
});
