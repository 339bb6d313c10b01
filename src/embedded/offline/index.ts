export { readJournal, type JournalCall } from './journal.js';
export type { ScriptInput } from './script.js';
export {
  startOfflineServer,
  type OfflineServer,
  type OfflineServerOptions,
} from './start-offline-server.js';
