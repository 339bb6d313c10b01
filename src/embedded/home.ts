import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the embedded servers keep data, binaries and logs: `SUREFOOT_HOME`, or the user's cache folder. */
export function homeFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['SUREFOOT_HOME']) return env['SUREFOOT_HOME'];
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'surefoot');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'surefoot');
}
