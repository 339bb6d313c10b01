import type { Config } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** Which build this is and, where workers are versioned, whether any build gets new runs. */
export async function checkBuild(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Build';
  const own = config.SUREFOOT_BUILD_ID ?? outside.ownBuildId() ?? 'not built';
  if (!config.SUREFOOT_WORKER_VERSIONING) {
    return { name, state: 'ok', found: `${own}; workers are not versioned`, advice: '' };
  }
  const { SUREFOOT_DEPLOYMENT: deployment } = config;
  const connected = await outside.connectDeployments(config);
  try {
    const builds = await connected.builds();
    const current = builds.find(({ state }) => state === 'current')?.buildId;
    if (current === undefined) {
      return {
        name,
        state: 'failed',
        found: `${own}; no build of deployment ${deployment} gets new runs`,
        advice: 'Start its workers, then run `surefoot deploy promote`.',
      };
    }
    const found = `${own}; new runs of deployment ${deployment} go to ${current === own ? 'it' : current}`;
    return { name, state: 'ok', found, advice: '' };
  } finally {
    await connected.close();
  }
}
