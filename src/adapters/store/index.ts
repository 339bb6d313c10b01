export { connectStore, type PostgresStore, type StoreOptions } from './connect-store.js';
export { isStoreClosed } from './failures.js';
export { migrateStore, type MigrateOptions } from './migrate.js';
export { defaultRetention, type PurgeOptions, type Retention } from './purge.js';
export { storeVersion, type StoreVersion } from './schema-version.js';
export { createOwed, owingEnds, type Owed, type OwedOptions } from './owed.js';
export { rememberedBreakers } from './remembered-breakers.js';
export { rememberedResults } from './remembered-results.js';
export { connectReports, type ConnectedReports } from './report/connect-reports.js';
