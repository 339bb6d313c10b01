import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageStyle } from './page-style.js';

/** The page was not built; the message says how. */
export class PageNotBuilt extends Error {
  override readonly name = 'PageNotBuilt';
}

/** What the page's document refers to, by path. */
export interface PageFiles {
  /** `/page/<hash>`: another build has other paths, so that a browser may keep each for good. */
  readonly base: string;
  readonly files: ReadonlyMap<string, PageFile>;
  /** Paths of the modules, the first of which runs. */
  readonly modules: readonly string[];
  readonly style: string;
}

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

const entry = 'http/page/browser/main.js';

/**
 * The page's modules as they were compiled, and nothing else of the build: the first one, and what it imports. They are
 * few and small, and a browser takes them as they are.
 */
export function pageFiles(dist = builtFolder()): PageFiles {
  const modules = new Map<string, string>();
  const read = (path: string): void => {
    if (modules.has(path)) return;
    const source = readFileSync(join(dist, path), 'utf8').replace(
      /\n\/\/# sourceMappingURL=.*/,
      '',
    );
    modules.set(path, source);
    for (const [, imported = ''] of source.matchAll(/^(?:import|export) .*?from '(\.[^']+)';$/gm)) {
      read(new URL(imported, `file:///${path}`).pathname.slice(1));
    }
  };
  read(entry);
  const hash = createHash('sha256').update(pageStyle);
  for (const [path, source] of modules) hash.update(path).update(source);
  const base = `/page/${hash.digest('hex').slice(0, 16)}`;
  const style = `${base}/page.css`;
  const files = new Map<string, PageFile>([
    [style, { type: 'text/css; charset=utf-8', body: pageStyle }],
  ]);
  for (const [path, body] of modules) {
    files.set(`${base}/${path}`, { type: 'text/javascript; charset=utf-8', body });
  }
  return { base, files, style, modules: [...modules.keys()].map((path) => `${base}/${path}`) };
}

/** From sources, the build beside them: a browser takes no TypeScript. */
function builtFolder(): string {
  const folders = ['../../', '../../../dist/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const built = folders.find((folder) => existsSync(join(folder, entry)));
  if (built === undefined) throw new PageNotBuilt('The page is not built: run `npm run build`.');
  return built;
}
