import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './config-error.js';

/** Looked for in this order in the working directory. */
export const configFileNames = [
  'surefoot.config.ts',
  'surefoot.config.mts',
  'surefoot.config.js',
  'surefoot.config.mjs',
] as const;

/**
 * The file that is named, else the one in the folder; undefined where there is none. @throws ConfigError for a named
 * one that is not there
 */
export function findConfig(named: string | undefined, folder: string): string | undefined {
  if (named === undefined) {
    return configFileNames.map((name) => resolve(folder, name)).find((path) => existsSync(path));
  }
  const path = resolve(folder, named);
  if (existsSync(path)) return path;
  throw new ConfigError(
    `There is no configuration file at ${named}: correct SUREFOOT_CONFIG or --config.`,
  );
}
