import { connectClient } from './adapters/temporal/connect.js';
import { quietRuntime, replayDesk, replayHistories } from './adapters/temporal/replay-histories.js';
import type { Config } from './config.js';
import { replaySettings, temporalSettings } from './config/settings-by-part.js';
import type { ReplayDesk, ReplayHistories } from './ports.js';
import { workflowCode } from './workflow-code.js';

/** Replays histories without a worker, on the code that this build's workers have. */
export async function connectReplays(
  config: Config,
): Promise<ReplayDesk & { readonly newest: ReplayHistories }> {
  const client = await connectClient(temporalSettings(config));
  quietRuntime();
  const options = { client, code: workflowCode(), ...replaySettings(config) };
  return {
    ...replayDesk(options),
    newest: replayHistories(options),
    close: () => client.connection.close(),
  };
}
