import type { Config } from '../../config.js';
import { ToolFailure } from '../../domain/failure.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

const tolerableSkewMs = 2_000;

/** The store, its schema against this build's, and its clock against ours. */
export async function checkStore(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Store';
  const url = config.SUREFOOT_STORE_URL;
  if (url === undefined) {
    const advice = 'ask and worker need SUREFOOT_STORE_URL; demo and dev bring their own.';
    return { name, state: 'failed', found: 'not set', advice };
  }
  const described = await outside.describeStore(url).catch(outOfReach);
  if ('found' in described) return { name, state: 'failed', ...described };
  const { state, applied, expected, postgres } = described;
  const found = `Postgres ${postgres}, migration ${applied} of ${expected}`;
  if (state === 'newer') {
    return {
      name,
      state: 'failed',
      found,
      advice: 'Another version of Surefoot made it: update this one.',
    };
  }
  if (state !== 'current')
    return { name, state: 'failed', found, advice: 'Run `surefoot migrate`.' };

  const skewMs = await clockSkewMs(url, outside);
  if (skewMs > tolerableSkewMs) {
    return {
      name,
      state: 'warning',
      found: `${found}, its clock ${Math.round(skewMs / 1_000)} s away from this machine’s`,
      advice: 'Let both follow a time server: ages and time limits are off by as much.',
    };
  }
  return { name, state: 'ok', found, advice: '' };
}

/** The general advice is to ask the doctor, who is asked already. */
function outOfReach(error: unknown): Pick<Finding, 'found' | 'advice'> {
  if (!(error instanceof ToolFailure) || error.toolError.error !== 'store_unavailable') throw error;
  return { found: error.message, advice: 'Start it, or correct SUREFOOT_STORE_URL.' };
}

async function clockSkewMs(url: string, { runSql }: Outside): Promise<number> {
  const before = Date.now();
  const [row] = await runSql(url, 'select extract(epoch from clock_timestamp()) * 1000 as ms');
  const after = Date.now();
  const theirs = Number(row?.['ms']);
  return Math.max(before - theirs, theirs - after, 0);
}
