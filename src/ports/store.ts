import type { Alerts } from './alerts.js';
import type { ApiKeys } from './api-keys.js';
import type { AttemptLog } from './attempts.js';
import type { Breakers } from './breakers.js';
import type { Feedback } from './feedback.js';
import type { Forgetting } from './forgetting.js';
import type { PastRuns } from './past-runs.js';
import type { Replies } from './replies.js';
import type { Results } from './results.js';
import type { Runs } from './runs.js';
import type { Tickets } from './tickets.js';
import type { VerifiedQuestions } from './verified-questions.js';

export interface Store {
  readonly replies: Replies;
  readonly results: Results;
  readonly runs: Runs;
  readonly attempts: AttemptLog;
  readonly breakers: Breakers;
  readonly tickets: Tickets;
  readonly pastRuns: PastRuns;
  readonly feedback: Feedback;
  readonly verifiedQuestions: VerifiedQuestions;
  readonly forgetting: Forgetting;
  readonly alerts: Alerts;
  readonly apiKeys: ApiKeys;
  close(): Promise<void>;
}
