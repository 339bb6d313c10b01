import { z } from 'zod';
import { statuses } from '../answer.js';
import { isDay } from '../day.js';
import { isTenant, noTenant, runIdPattern } from '../question.js';
import { defaultTolerance } from './same-rows.js';
import type { Suite } from './suite.js';

const warehouse = z.string().trim().min(1).max(63);

/** What a case may leave to its suite. */
const shared = {
  asOf: z.string().refine(isDay, 'must be a day such as 2026-09-30').optional(),
  timeZone: z.string().optional(),
  locale: z.string().optional(),
  tenant: z.string().refine(isTenant, 'is nothing that a tenant may be called').optional(),
  tolerance: z.number().min(0).max(1).optional(),
  extraColumns: z.boolean().optional(),
  warehouse: warehouse.optional(),
};

const statement = z.string().trim().min(1);

const Case = z.strictObject({
  ...shared,
  id: z.string().regex(runIdPattern, 'must be 1 to 128 letters, digits, or . _ : -'),
  question: z.string().trim().min(1).max(4_000),
  sql: z.string().default(''),
  also: z
    .array(z.union([statement, z.strictObject({ sql: statement, warehouse })]))
    .max(11)
    .default([]),

  ordered: z.boolean().default(false),
  status: z.enum(statuses).nullable().default(null),
  note: z.string().default(''),
});

const Suite = z.strictObject({
  ...shared,
  name: z.string().trim().min(1).max(100).optional(),
  cases: z.array(Case).min(1, 'must have a case'),
});

const wanted = 'a suite has `cases:`, a list whose entries have an `id` and a `question` each';

/** What is wrong with the file as a whole, before any field of it. */
function formProblem(content: unknown): string | undefined {
  if (content === null || content === undefined) return `the file is empty: ${wanted}`;
  if (Array.isArray(content)) return `the file is a list: ${wanted}; put \`cases:\` above this one`;
  if (typeof content === 'object') return undefined;
  return `the file is one ${typeof content}: ${wanted}; a comment begins with #, in JSON too`;
}

export type ReadSuite =
  | { readonly kind: 'suite'; readonly suite: Suite }
  /** A line each, with the place. */
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** A parsed file as a suite, called after the file where it has no name. An unknown key is a problem: it may be a typo. */
export function readSuite(content: unknown, fileName: string): ReadSuite {
  const form = formProblem(content);
  if (form !== undefined) return { kind: 'wrong', problems: [form] };
  const { data, error } = Suite.safeParse(content);
  if (data === undefined) {
    const problems = error.issues.map(
      ({ path, message }) => `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`,
    );
    return { kind: 'wrong', problems };
  }
  const { name = fileName, cases, ...defaults } = data;
  const ids = cases.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) {
    return { kind: 'wrong', problems: twice.map((id) => `${id}: two cases have this id`) };
  }
  return {
    kind: 'suite',
    suite: {
      name,
      cases: cases.map((given) => {
        const home = given.warehouse ?? defaults.warehouse ?? null;
        return {
          ...given,
          asOf: given.asOf ?? defaults.asOf ?? null,
          timeZone: given.timeZone ?? defaults.timeZone ?? 'UTC',
          locale: given.locale ?? defaults.locale ?? 'en-US',
          tenant: given.tenant ?? defaults.tenant ?? noTenant,
          tolerance: given.tolerance ?? defaults.tolerance ?? defaultTolerance,
          extraColumns: given.extraColumns ?? defaults.extraColumns ?? false,
          warehouse: home,
          also: given.also.map((each) =>
            typeof each === 'string' ? { sql: each, warehouse: home } : each,
          ),
        };
      }),
    },
  };
}
