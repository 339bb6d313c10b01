import { makeReport } from './activities/report/make-report.js';
import { connectReports } from './adapters/store/index.js';
import { connectWarehouse } from './adapters/warehouse/connect-warehouse.js';
import type { ReportDesk } from './cli/outside.js';
import { listingSettings, required, tenancySettings, type Config } from './config.js';
import type { ReplayHistories } from './ports.js';

/** Makes reports without a worker: the store is needed, warehouse and Temporal are asked where they are known. */
export function connectReportDesk(config: Config): ReportDesk {
  const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
  const reports = connectReports({ url });
  const plans =
    config.SUREFOOT_WAREHOUSE_URL === undefined
      ? null
      : connectWarehouse({
          ...{ url: config.SUREFOOT_WAREHOUSE_URL, name: 'warehouse' },
          ...{ poolSize: 2, catalogTtlMs: 600_000, tenancy: tenancySettings(config) },
          ...listingSettings(config),
        });
  return {
    reports,
    make: (task, signal) => {
      return makeReport(task, { reports, plans, replay: replayOf(config) }, signal);
    },
    close: async () => {
      await Promise.all([reports.close(), plans?.close()]);
    },
  };
}

/** Connects when it is asked: most reports need no Temporal. */
function replayOf(config: Config): ReplayHistories {
  return async (tenant, signal) => {
    const { connectReplays } = await import('./replay-desk.js');
    const replays = await connectReplays(config);
    try {
      return await replays.newest(tenant, signal);
    } finally {
      await replays.close();
    }
  };
}
