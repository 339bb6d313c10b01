import { makeReport } from './activities/report/make-report.js';
import { connectReports } from './adapters/store/index.js';
import { connectWarehouse } from './adapters/warehouse/connect-warehouse.js';
import type { WarehouseSettings } from './config/warehouses.js';
import type { ReportDesk } from './cli/outside.js';
import { required, type Config } from './config.js';
import type { ReplayHistories } from './ports.js';

/** Makes reports without a worker: the store is needed, warehouse and Temporal are asked where they are known. */
export function connectReportDesk(
  config: Config,
  warehouses: readonly WarehouseSettings[],
): ReportDesk {
  const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
  const reports = connectReports({ url });
  const plans = warehouses.map((each) =>
    connectWarehouse({ ...each, poolSize: 2, catalogTtlMs: 600_000 }),
  );
  return {
    reports,
    make: (task, signal) => {
      return makeReport(task, { reports, plans, replay: replayOf(config) }, signal);
    },
    close: async () => {
      await Promise.all([reports.close(), ...plans.map((each) => each.close())]);
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
