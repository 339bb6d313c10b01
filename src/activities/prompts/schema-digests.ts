import { readBlocks, writeBlock } from '../../domain/blocks.js';
import type { RunInput } from '../../domain/question.js';
import type { Catalog, Warehouse } from '../../ports.js';
import { schemaDigest } from '../../tools/schema-digest.js';
import type { Deps } from '../deps.js';
import type { KnownWarehouse } from '../known-warehouses.js';

/** What the planner is told of the schemas: a block each, named where there are several warehouses. */
export function digestOf(
  known: readonly KnownWarehouse[],
  mode: RunInput['mode'],
  { warehouses, schemaComments: comments }: Pick<Deps, 'warehouses' | 'schemaComments'>,
): string {
  if (warehouses.length === 1) {
    return known.map(({ catalog }) => digest(catalog, { comments })).join('\n');
  }
  const maxChars = Math.floor(digestMaxChars / warehouses.length);
  const blocks = warehouses.map((warehouse) => {
    const catalog = known.find((each) => each.warehouse === warehouse)?.catalog;
    return catalog === undefined
      ? writeBlock('schema', { away: awayWords[mode] }, { warehouse: warehouse.name })
      : digest(catalog, { comments, maxChars, warehouse });
  });
  return [severalWords, ...blocks].join('\n');
}

/** The warehouses that could not be asked when it was written. */
export function awayIn(digest: string): readonly string[] {
  return readBlocks(digest, 'schema').flatMap(({ attributes, value }) =>
    typeof value === 'object' && value !== null && 'away' in value
      ? (attributes['warehouse'] ?? [])
      : [],
  );
}

interface DigestOptions {
  readonly comments: boolean;
  readonly maxChars?: number;
  readonly warehouse?: Warehouse;
}

/** Written once for each catalog, which nobody changes. */
function digest(catalog: Catalog, options: DigestOptions): string {
  const { comments, maxChars = digestMaxChars, warehouse } = options;
  const written = digests.get(catalog) ?? new Map<string, string>();
  digests.set(catalog, written);
  const key = JSON.stringify([comments, maxChars, warehouse?.name]);
  const known = written.get(key);
  if (known !== undefined) return known;
  const about = warehouse && { about: warehouse.description };
  const value = { ...about, ...schemaDigest(catalog, { maxChars, comments }) };
  const text = writeBlock('schema', value, warehouse && { warehouse: warehouse.name });
  written.set(key, text);
  return text;
}

const digests = new WeakMap<Catalog, Map<string, string>>();

/** Room for about 300 tables in all; what is left out is fetched by `fetch_schema` steps. */
const digestMaxChars = 60_000;

const awayWords: Readonly<Record<RunInput['mode'], string>> = {
  interactive: 'It cannot be asked now: no step may read it.',
  background:
    'It cannot be asked now. Where the question needs it, return one step that reads it: the run waits until it can be asked, and you plan anew with its schema.',
};
const severalWords =
  'There are several warehouses, each with a schema block of its own: "warehouse" in a step\'s input names the one that it reads. One query reads one warehouse. To bring two together make a step for each; where one needs values of the other, let it depend on that step and take them as parameters.';
