import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/**
 * What Temporal calls this build: the package's version and a hash of the workflows, `0.1.0-3f2a90c1d4e5`. Builds of the
 * same sources have the same one, on any machine. Undefined for sources that were not built.
 */
export function ownBuildId(): string | undefined {
  const bundle = new URL('workflow-bundle.js', import.meta.url);
  if (!existsSync(bundle)) return undefined;
  const bytes = readFileSync(bundle);
  const end = bytes.indexOf(sourceMap);
  const code = end === -1 ? bytes : bytes.subarray(0, end);
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  return `${packageVersion()}-${hash}`;
}

/** It names folders of the machine that built it. */
const sourceMap = '\n//# sourceMappingURL=';

export function packageVersion(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { readonly version: string }).version;
}
