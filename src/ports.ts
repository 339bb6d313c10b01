/** What we ask of the outside world, in our words. Adapters implement these; activities and tools know nothing else. */
export type * from './ports/claude.js';
export type * from './ports/warehouse.js';
export type * from './ports/replies.js';
export type * from './ports/results.js';
export type * from './ports/runs.js';
export type * from './ports/attempts.js';
export type * from './ports/breakers.js';
export type * from './ports/api-keys.js';
export type * from './ports/tickets.js';
export type * from './ports/webhooks.js';
export type * from './ports/past-runs.js';
export type * from './ports/feedback.js';
export type * from './ports/forgetting.js';
export type * from './ports/alerts.js';
export type * from './ports/store.js';
export type * from './ports/reports.js';
export type * from './ports/replays.js';
