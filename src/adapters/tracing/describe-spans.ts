import type { Attributes } from '@opentelemetry/api';
import type { RunRef } from '../../domain/question.js';
import type { RecordTask } from '../../domain/tasks.js';
import type { Tracing } from './start-tracing.js';

/** What a span says of an attempt before it runs. */
export interface AttemptFacts {
  readonly run: RunRef;
  readonly rung: string | null;
  readonly start: {
    readonly step: string | null;
    readonly planVersion: number | null;
    /** Null where nothing shall be known of them. */
    readonly parameters: Readonly<Record<string, unknown>> | null;
  };
  /** Whether the tool reads the warehouse. */
  readonly onWarehouse: boolean;
  /** Which one, where there are several. */
  readonly warehouse: string | null;
}

/** Which attempt of which activity it is. */
export interface Attempt {
  readonly activity: string;
  readonly activityId: string;
  readonly attempt: number;
}

export interface Described {
  readonly name: string;
  readonly attributes: Attributes;
}

type Options = Pick<Tracing, 'content' | 'openInference'>;

/** What we are called in traces. */
export const agent = 'surefoot';

/** By OpenTelemetry's conventions for agents: `plan`, and `execute_tool` for a step; they have no name for the rest. */
export function spanOfAttempt(
  { activity, activityId, attempt }: Attempt,
  { run, rung, start, onWarehouse, warehouse }: AttemptFacts,
  options: Options,
): Described {
  const { step, planVersion, parameters } = start;
  const common: Attributes = {
    ...ofRun(run),
    'surefoot.activity': activityId,
    'surefoot.attempt': attempt,
    ...(planVersion !== null && { 'surefoot.plan_version': planVersion }),
  };
  if (step === null) {
    const planning = activity === 'plan' && { 'gen_ai.operation.name': 'plan' };
    return {
      name: `${activity} ${agent}`,
      attributes: { ...common, ...planning, ...kind(activityKind(activity), options) },
    };
  }
  const content = options.content && parameters !== null;
  const text = content ? JSON.stringify(parameters) : '';
  return {
    name: `execute_tool ${activity}`,
    attributes: {
      ...common,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': activity,
      'gen_ai.tool.call.id': activityId,
      'gen_ai.tool.type': onWarehouse ? 'datastore' : 'function',
      'surefoot.step': step,
      ...(warehouse !== null && { 'surefoot.warehouse': warehouse }),
      ...(rung !== null && { 'surefoot.rung': rung }),
      ...(content && { 'gen_ai.tool.call.arguments': text }),
      ...kind('TOOL', options, text),
    },
  };
}

/** The run's own span; `failure` where it gave no answer. */
export function spanOfRun(
  { input, answer }: RecordTask,
  options: Options,
): Described & { readonly failure: string | undefined } {
  const { question, runId, mode } = input;
  const { status, text, usage, warnings } = answer;
  const failure = status === 'failed' || status === 'unavailable' ? status : undefined;
  return {
    name: `invoke_agent ${agent}`,
    failure,
    attributes: {
      ...ofRun({ tenant: question.tenant, runId }),
      'gen_ai.operation.name': 'invoke_agent',
      'surefoot.status': status,
      'surefoot.mode': mode,
      'surefoot.claude_calls': usage.claudeCalls,
      'surefoot.cost_usd': usage.costUsd,
      ...(warnings.length > 0 && { 'surefoot.warnings': warnings.map(({ code }) => code) }),
      ...(options.content && {
        'gen_ai.input.messages': message('user', question.text),
        'gen_ai.output.messages': message('assistant', text),
      }),
      ...kind('AGENT', options, question.text, text),
    },
  };
}

function ofRun({ tenant, runId }: RunRef): Attributes {
  return {
    'gen_ai.agent.name': agent,
    'gen_ai.conversation.id': runId,
    'surefoot.tenant': tenant,
  };
}

function message(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}

function activityKind(activity: string): string {
  return activity.startsWith('review') || activity === 'verify' ? 'EVALUATOR' : 'CHAIN';
}

function kind(name: string, { openInference, content }: Options, ...values: string[]): Attributes {
  if (!openInference) return {};
  const [input, output] = content ? values : [];
  return {
    'openinference.span.kind': name,
    ...(input !== undefined && { 'input.value': input }),
    ...(output !== undefined && { 'output.value': output }),
  };
}
