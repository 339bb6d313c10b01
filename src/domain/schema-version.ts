import { readBlocks } from './blocks.js';
import { remembered } from './remembered.js';

/**
 * Which schema a digest is of: the version of its catalog, or those of all of them in order where there are several
 * warehouses. '' where it names none.
 */
export function schemaVersionIn(digest: string): string {
  return versions(digest, () =>
    readBlocks(digest, 'schema')
      .map(({ value }) => {
        const version = (value as { readonly version?: unknown } | null)?.version;
        return typeof version === 'string' ? version : '';
      })
      .join('+'),
  );
}

/** A digest may have 60,000 characters, and is the same from run to run. */
const versions = remembered<string>();
