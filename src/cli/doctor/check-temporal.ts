import type { Config } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** The server, its namespace, the search attributes, and whether anyone works. */
export async function checkTemporal(
  config: Config,
  outside: Outside,
  warehouseQueues: readonly string[],
): Promise<Finding> {
  const name = 'Temporal';
  const server = await outside.describeTemporal(config, warehouseQueues);
  const found = `server ${server.version} at ${config.TEMPORAL_ADDRESS}, namespace ${config.TEMPORAL_NAMESPACE}`;
  if (!server.namespaceFound) {
    return {
      name,
      state: 'failed',
      found: `${found}, which does not exist`,
      advice: `Create it with \`temporal operator namespace create ${config.TEMPORAL_NAMESPACE}\`, or set TEMPORAL_NAMESPACE.`,
    };
  }
  const missing = server.missingSearchAttributes;
  if (config.SUREFOOT_SEARCH_ATTRIBUTES && missing.length > 0) {
    const options = missing.map((attribute) => `--name ${attribute} --type Keyword`).join(' ');
    return {
      name,
      state: 'failed',
      found: `${found}, without the search attribute${missing.length > 1 ? 's' : ''} ${missing.join(' and ')}`,
      advice: `Run \`temporal operator search-attribute create ${options}\`, or set SUREFOOT_SEARCH_ATTRIBUTES=off.`,
    };
  }
  if (server.unpolledQueues.length > 0) {
    return {
      name,
      state: 'failed',
      found: `${found}; no worker polls ${server.unpolledQueues.join(' and ')}`,
      advice: 'Start one with `surefoot worker`.',
    };
  }
  return { name, state: 'ok', found: `${found}, with workers`, advice: '' };
}
