import type { Config } from '../../config.js';
import type { Context } from '../context.js';
import { UsageError } from '../failures.js';
import { startEmbedded } from '../start-embedded.js';

/** Who answers an evaluation's questions. */
export interface EvalWorkers {
  /** With the queue that they poll, and the addresses of what was started. */
  readonly config: Config;
  /** The sample's today; undefined for a warehouse of the user's own. */
  readonly asOf: string | undefined;
  close(): Promise<void>;
}

/**
 * Workers that are there already, or one of this build on a queue of its own, so that no other build and no other
 * settings take part. What the settings do not name is started for it, as `demo` does.
 */
export async function workersFor(
  {
    model,
    taskQueue,
    session,
  }: {
    readonly model?: string | undefined;
    readonly taskQueue?: string | undefined;
    readonly session: string;
  },
  context: Context,
): Promise<EvalWorkers> {
  const { terminal, outside } = context;
  const { env, stderr } = terminal;
  const say = (line: string): void => stderr.lines([stderr.style.dim(line)]);
  if (taskQueue !== undefined) {
    if (model !== undefined) {
      throw new UsageError('--model needs a worker of its own: leave --task-queue out.');
    }
    const config = outside.loadConfig({ ...env, SUREFOOT_TASK_QUEUE: taskQueue });
    return { config, asOf: undefined, close: () => Promise.resolve() };
  }
  const embedded = await startEmbedded(
    { ...context, terminal: { ...terminal, env: { ...env, ...settingsOf(session, model) } } },
    say,
  );
  if (embedded.asOf !== undefined) say('No SUREFOOT_WAREHOUSE_URL: the sample warehouse is asked');
  if (embedded.offlineUrl !== undefined) {
    say('No ANTHROPIC_API_KEY: this evaluates the offline planner, fixed rules, and not Claude');
  }
  return { config: embedded.config, asOf: embedded.asOf, close: () => embedded.close() };
}

/** The fallback model would answer for the one that is measured. */
function settingsOf(session: string, model: string | undefined): NodeJS.ProcessEnv {
  return {
    SUREFOOT_TASK_QUEUE: session,
    SUREFOOT_WAREHOUSE_TASK_QUEUE: `${session}-warehouse`,
    SUREFOOT_SCHEDULES: 'off',
    SUREFOOT_HEALTH_ADDRESS: 'off',
    ...(model !== undefined && {
      SUREFOOT_PLANNER_MODEL: model,
      SUREFOOT_INTERPRETER_MODEL: model,
      SUREFOOT_FALLBACK_MODEL: model,
    }),
  };
}
