import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkConfig } from './check-config.js';
import { ConfigError } from './config-error.js';
import type { SurefootConfig } from './define-config.js';

/** Loads and checks a file in TypeScript or JavaScript, without a build step. @throws ConfigError */
export async function loadConfigFile(path: string): Promise<SurefootConfig> {
  const name = basename(path);
  const exported = await importFile(path).catch((cause: unknown) => {
    throw new ConfigError(`${name} cannot be loaded: ${reasonOf(cause)}`, { cause });
  });
  const { default: config } = exported;
  if (config === undefined) {
    const message = `${name} exports no configuration: write \`export default defineConfig({ … })\`.`;
    throw new ConfigError(message);
  }
  return checkConfig(config, name);
}

/** The first line, and where it is what jiti says of a syntax error, its place, which stands on the second. */
function reasonOf(cause: unknown): string {
  const lines = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const [reason = '', place = ''] = lines.map((line) => line.trim());
  return reason.startsWith('ParseError: ') && /:\d+:\d+$/.test(place)
    ? `${reason} (${basename(place)})`
    : reason;
}

/**
 * jiti, since Node runs TypeScript by itself only from 22.18 on. Not cached: the file is read once a process, and a
 * container's own file system is read only.
 */
async function importFile(path: string): Promise<{ readonly default?: unknown }> {
  const [{ createJiti }, tools, define] = await Promise.all([
    import('jiti'),
    import('../tools/define-tool.js'),
    import('./define-config.js'),
  ]);
  const ownZod = createRequire(pathToFileURL(path));
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    // This very code, wherever the file lies: a second copy of ToolFailure would not be known as one.
    virtualModules: {
      'surefoot/tools': tools,
      'surefoot/config': define,
      ...(!resolves(ownZod, 'zod') && { zod: await import('zod') }),
    },
  });
  return await jiti.import(path);
}

function resolves({ resolve }: NodeJS.Require, name: string): boolean {
  try {
    return resolve(name) !== '';
  } catch {
    return false;
  }
}
