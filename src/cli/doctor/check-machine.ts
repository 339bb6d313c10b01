import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

const least = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recent = major > least[0] || (major === least[0] && minor >= least[1]);
  return {
    name: 'Node.js',
    state: recent ? 'ok' : 'failed',
    found: version,
    advice: recent ? '' : `Install Node.js ${least.join('.')} or newer.`,
  };
}

/** Only demo and dev need it, and they can fetch it. */
export async function checkTemporalCli(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Temporal CLI';
  try {
    const path = await outside.findTemporalCli(config);
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 5_000 });
    const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? 'of unknown version';
    return { name, state: 'ok', found: `${version} at ${path}`, advice: '' };
  } catch {
    return {
      name,
      state: 'note',
      found: 'not on this machine',
      advice: 'Only demo and dev need it: they fetch it when they start.',
    };
  }
}
