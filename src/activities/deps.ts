import type { Additions } from '../domain/additions.js';
import type { Answer, Warning } from '../domain/answer.js';
import type { BreakerPolicy } from '../domain/breaker.js';
import type {
  AlertWebhook,
  BegunActivities,
  ClaudeRequest,
  Claude,
  ReportWebhook,
  Role,
  Store,
  TicketWebhook,
  Warehouses,
} from '../ports.js';
import type { Thresholds } from '../domain/alerts/thresholds.js';
import type { Tended } from '../domain/tasks.js';
import type { RunInput } from '../domain/question.js';
import type { WebUi } from '../domain/run-link.js';
import type { Tools } from '../tools/registry.js';
import type { KeptParameters } from './log-parameters.js';
import type { ReportDeps } from './report/make-report.js';

/** What the worker hands to the activities. */
export interface Deps {
  readonly claude: Claude;
  /** When a model counts as unwell. */
  readonly claudeBreaker: BreakerPolicy;
  readonly store: Store;
  /** Makes the log's writes that wait for the store. @throws ToolFailure while it is away */
  readonly owed: { pay(): Promise<void> };
  readonly begunActivities: BegunActivities;
  readonly keptParameters: KeptParameters;
  /** Keeps the store small; told before each batch, which may throw to end it. */
  readonly upkeep: { purge(now: Date, onBatch: () => void): Promise<Tended> };
  readonly report: ReportDeps & { readonly webhook: ReportWebhook | null };
  readonly warehouses: Warehouses;
  /** Told of each answer that is recorded first. */
  readonly runEnded?: (answer: Answer, input: RunInput) => void;
  /** What every answer must say of how this installation is set up. */
  readonly notices: () => readonly Warning[];
  readonly tools: Tools;
  /** Whether the planner is shown what the schema's comments say. */
  readonly schemaComments: boolean;
  /** What the installation adds to the prompts. */
  readonly additions: Additions;
  readonly models: Readonly<Record<Role, ModelSettings>>;
  /** Above what alerts fire, and what tells another system of them; null where there is none. */
  readonly alerting: { readonly thresholds: Thresholds; readonly webhook: AlertWebhook | null };
  /** Tells another system of tickets; null where there is none. */
  readonly webhook: TicketWebhook | null;
  /** Temporal's Web UI, for links to runs; null where its address is not known. */
  readonly webUi: WebUi | null;
  /** Asked in place of a role's own model while that cannot be had. */
  readonly fallbackModel: string;
  /** Task queues: one for each warehouse, by its name. */
  readonly queues: {
    readonly light: string;
    readonly warehouses: Readonly<Record<string, string>>;
  };
}

export type ModelSettings = Pick<ClaudeRequest, 'model' | 'effort' | 'maxTokens'>;
