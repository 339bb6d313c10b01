import type { Claude } from '../../ports.js';
import type { ConnectOptions } from './connect.js';

/** Claude, whose SDK is a sixth of all that a worker loads: from `load` on, or else for the first call. */
export interface LateClaude extends Claude {
  /** Resolves once a call need not wait for code, with whether there is a key or a token to send. */
  load(): Promise<{ readonly hasCredential: boolean }>;
}

export function lateClaude(options: ConnectOptions): LateClaude {
  let loading: ReturnType<typeof loadClaude> | undefined;
  const load = () => (loading ??= loadClaude(options));
  return {
    load,
    complete: async (request, call) => (await load()).claude.complete(request, call),
  };
}

async function loadClaude(options: ConnectOptions) {
  const { createClaude, hasCredential } = await import('./index.js');
  return { claude: createClaude(options), hasCredential: hasCredential(options) };
}
