import { z } from 'zod';
import { parseTableList } from '../domain/table-list.js';
import type { WarehouseConfig } from './define-config.js';
import { count, list, object, text } from './parts.js';

const url = z.custom<WarehouseConfig['url']>().superRefine((given, context) => {
  const message = problemWith(given);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

function problemWith(given: unknown): string | undefined {
  if (typeof given === 'function') return undefined;
  if (typeof given === 'string')
    return "must not be written here: name a variable of the environment, as { env: 'SALES_URL' }, or give a function";
  const isNamed =
    typeof given === 'object' &&
    given !== null &&
    Object.keys(given).join() === 'env' &&
    'env' in given &&
    typeof given.env === 'string' &&
    /^[A-Za-z_]\w*$/.test(given.env);
  return isNamed
    ? undefined
    : "must be { env: 'SALES_URL' }, which names a variable of the environment, or a function";
}

const table = z
  .string('must be a table such as crm.people(id, region)')
  .refine(
    (item) => parseTableList(item)?.length === 1,
    'must be a table such as crm.people(id, region)',
  );
const columns = table.refine(
  (item) => parseTableList(item)?.every(({ columns: names }) => names !== null) ?? true,
  'must name columns, such as customers(email, phone)',
);

/** One warehouse as the file has it. */
export const WarehouseSchema = object({
  url,
  description: text(500).exactOptional(),
  pool: count(3, 500).exactOptional(),
  schemas: list(text(63), 100).exactOptional(),
  tables: list(table, 2_000).exactOptional(),
  pii: list(columns, 2_000).exactOptional(),
  piiMask: list(columns, 2_000).exactOptional(),
  sharedTables: list(text(127), 2_000).exactOptional(),
});
