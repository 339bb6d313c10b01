import { readBlocks } from './blocks.js';

/**
 * Which schema a digest is of: the version of its catalog, or those of all of them in order where there are several
 * warehouses. '' where it names none.
 */
export function schemaVersionIn(digest: string): string {
  return readBlocks(digest, 'schema')
    .map(({ value }) => {
      const version = (value as { readonly version?: unknown } | null)?.version;
      return typeof version === 'string' ? version : '';
    })
    .join('+');
}
