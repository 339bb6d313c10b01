import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Status } from '../../src/domain/answer.js';
import { ToolFailure, type ErrorClass } from '../../src/domain/failure.js';
import type { PlanTask } from '../../src/domain/tasks.js';
import { aStep } from '../domain/builders.js';
import { fine, finding, finished, paid, planOf, type Asked, type Script } from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

function fail(error: string, errorClass: ErrorClass): never {
  throw new ToolFailure({ error, class: errorClass, message: `It was ${error}.` }, { final: true });
}
const revenue = aStep('revenue');
const oneStep = (task: PlanTask) => planOf(task, [revenue]);
const failing = (error: string, errorClass: ErrorClass): Script => ({
  plan: oneStep,
  step: () => fail(error, errorClass),
});
const replanned = (...first: readonly ReturnType<typeof aStep>[]): Script => ({
  plan: (task) =>
    task.version === 1 ? planOf(task, first) : fail('claude_overloaded', 'transient'),
  step: ({ step }) => (step.id === 'revenue' ? finished() : fail('unknown_column', 'permanent')),
});
const wrong = aStep('wrong', { onFailure: 'replan' });

interface Case {
  readonly script: Script;
  readonly asked?: Asked;
  /** How it ends where it is not critical, and how where it is. */
  readonly ends: readonly [Status, Status];
}

const cases: Readonly<Record<string, Case>> = {
  'a timeout': {
    script: failing('tool_timeout', 'timeout'),
    ends: ['unavailable', 'escalated'],
  },
  'an open breaker': {
    script: failing('breaker_open', 'transient'),
    ends: ['unavailable', 'escalated'],
  },
  'an engine that is away': {
    script: failing('connection_lost', 'transient'),
    ends: ['unavailable', 'escalated'],
  },
  'a failure that nobody knows': {
    script: failing('tool_failed', 'unknown'),
    ends: ['escalated', 'escalated'],
  },
  'a permanent failure': {
    script: failing('unknown_column', 'permanent'),
    ends: ['failed', 'failed'],
  },
  'a user error': {
    script: failing('impossible_period', 'user_error'),
    ends: ['failed', 'failed'],
  },
  'steps that may all be left out, out of time': {
    script: {
      ...failing('tool_timeout', 'timeout'),
      plan: (task) => planOf(task, [aStep('revenue', { onFailure: 'skip' })]),
    },
    ends: ['unavailable', 'escalated'],
  },
  'no model for a plan': {
    script: { plan: () => fail('claude_overloaded', 'transient') },
    ends: ['unavailable', 'escalated'],
  },
  'a refusal': {
    script: { plan: () => fail('claude_refused', 'permanent') },
    ends: ['failed', 'failed'],
  },
  'no plan that passes its checks': {
    script: { plan: () => ({ ...paid(), kind: 'findings', findings: [finding('plan')] }) },
    ends: ['failed', 'failed'],
  },
  'a budget spent before there is a plan': {
    script: { plan: () => ({ ...paid(), kind: 'findings', findings: [finding('plan')] }) },
    asked: { limits: { claudeCalls: 1 } },
    ends: ['unavailable', 'escalated'],
  },
  'no time left for the steps': {
    script: { plan: oneStep },
    asked: { timeoutMs: 15_000 },
    ends: ['unavailable', 'escalated'],
  },
  'a verifier that is away': {
    script: { plan: oneStep, verify: () => fail('store_unavailable', 'transient') },
    ends: ['unavailable', 'escalated'],
  },
  'results that are refuted for good': {
    script: {
      plan: oneStep,
      verify: () => ({ ...fine(), findings: [finding('step revenue')] }),
    },
    asked: { bounds: { replans: 0 } },
    ends: ['failed', 'escalated'],
  },
  'no model for a replan, and nothing finished': {
    script: replanned(wrong),
    ends: ['unavailable', 'escalated'],
  },
  'no model for a replan, and something finished': {
    script: replanned(revenue, wrong),
    ends: ['degraded', 'degraded'],
  },
  'no model for the words': {
    script: { plan: oneStep, interpret: () => fail('claude_overloaded', 'transient') },
    ends: ['degraded', 'degraded'],
  },
};

for (const [what, { script, asked = {}, ends }] of Object.entries(cases)) {
  for (const critical of [false, true]) {
    const expected = ends[critical ? 1 : 0];
    test(`${what} ends ${critical ? 'a critical' : 'a'} run ${expected}`, async () => {
      const { answer, seen } = await worker.ask(script, { ...asked, critical });
      assert.equal(answer.status, expected, answer.text);
      assert.equal(answer.ticket !== null, expected === 'escalated');
      assert.equal(seen.openTicket.length, expected === 'escalated' ? 1 : 0);
    });
  }
}
