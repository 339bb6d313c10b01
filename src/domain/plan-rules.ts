import type { Finding } from './finding.js';
import { isQueryInput, maxSteps, type Step } from './plan.js';

interface Known {
  /** Ids of finished steps whose results a new step may read. */
  readonly finished: readonly string[];
  /** Ids that a new step may not take. */
  readonly taken: readonly string[];
  readonly toolNames: readonly string[];
}

/** What a plan's structure is held to, apart from any tool: ids, tools, references, cycles. All findings at once. */
export function structureFindings(steps: readonly Step[], known: Known): Finding[] {
  return [
    ...countFindings(steps),
    ...idFindings(steps, known),
    ...steps.flatMap((step) => toolFindings(step, known)),
    ...steps.flatMap((step) => dependencyFindings(step, steps, known)),
    ...steps.flatMap(bindingFindings),
    ...steps.flatMap(expectationFindings),
    ...cycleFindings(steps),
  ];
}

function countFindings(steps: readonly Step[]): Finding[] {
  if (steps.length === 0) {
    return [
      {
        code: 'empty_plan',
        where: 'plan',
        what: 'The plan has no steps and asks nothing.',
        fix: 'Return at least one step, or a clarification.',
      },
    ];
  }
  if (steps.length <= maxSteps) return [];
  return [
    {
      code: 'too_many_steps',
      where: 'plan',
      what: `The plan has ${steps.length} steps.`,
      fix: `Use at most ${maxSteps}: combine queries, or drop what the question does not ask for.`,
    },
  ];
}

function idFindings(steps: readonly Step[], { taken }: Known): Finding[] {
  return steps.flatMap(({ id }, index) => {
    if (taken.includes(id)) {
      return [
        {
          code: 'finished_id',
          where: `step ${id}`,
          what: `Step ${id} is finished: its result stands.`,
          fix: 'Give the new step another id, or depend on the finished one.',
        },
      ];
    }
    if (id in {}) {
      return [
        {
          code: 'reserved_id',
          where: `step ${id}`,
          what: `A step cannot have the id ${id}.`,
          fix: 'Give the step another id.',
        },
      ];
    }
    if (steps.findIndex((other) => other.id === id) === index) return [];
    return [
      {
        code: 'duplicate_id',
        where: `step ${id}`,
        what: `Two steps have the id ${id}.`,
        fix: 'Give each step an id of its own.',
      },
    ];
  });
}

function toolFindings({ id, tool }: Step, { toolNames }: Known): Finding[] {
  if (toolNames.includes(tool)) return [];
  return [
    {
      code: 'unknown_tool',
      where: `step ${id}`,
      what: `There is no tool ${tool}.`,
      fix: `Use one of: ${toolNames.join(', ')}.`,
    },
  ];
}

function dependencyFindings(step: Step, steps: readonly Step[], { finished }: Known): Finding[] {
  const there = new Set([...steps.map(({ id }) => id), ...finished]);
  return step.dependsOn
    .filter((id) => !there.has(id))
    .map((id) => ({
      code: 'missing_dependency',
      where: `step ${step.id}, dependsOn`,
      what: `Step ${step.id} depends on ${id}, which is not in the plan.`,
      fix: 'Name only steps of this plan or finished steps.',
    }));
}

/** Whatever a step reads from another, it must wait for. Runs before a tool has checked the input's shape. */
function bindingFindings(step: Step): Finding[] {
  const read = isQueryInput(step.input)
    ? step.input.params.flatMap(stepRead)
    : typeof step.input['step'] === 'string'
      ? [step.input['step']]
      : [];
  return read
    .filter((from) => !step.dependsOn.includes(from))
    .map((from) => ({
      code: 'unbound_reference',
      where: `step ${step.id}, input`,
      what: `Step ${step.id} reads from ${from === '' ? 'no step' : from}, but does not depend on it.`,
      fix: from === '' ? 'Name the step to read from.' : `Add ${from} to dependsOn.`,
    }));
}

function stepRead(param: unknown): string[] {
  const { kind, step } = (param ?? {}) as { readonly kind?: unknown; readonly step?: unknown };
  return (kind === 'cell' || kind === 'column') && typeof step === 'string' ? [step] : [];
}

/** A bound of 0 is none. */
function expectationFindings({ id, expect: { minRows, maxRows } }: Step): Finding[] {
  if (maxRows === 0 || minRows <= maxRows) return [];
  return [
    {
      code: 'impossible_expectation',
      where: `step ${id}, expect`,
      what: `Step ${id} expects at least ${minRows} rows and at most ${maxRows}: no result has both.`,
      fix: 'Make minRows no more than maxRows; 0 is no bound.',
    },
  ];
}

function cycleFindings(steps: readonly Step[]): Finding[] {
  const waiting = withoutEnds(
    withoutEnds(steps, ({ dependsOn }, left) => dependsOn.some((id) => left.has(id))),
    ({ id }, _, left) => left.some(({ dependsOn }) => dependsOn.includes(id)),
  );
  if (waiting.length === 0) return [];
  return [
    {
      code: 'cyclic_dependency',
      where: 'plan',
      what: `These steps wait for each other: ${waiting.map(({ id }) => id).join(', ')}.`,
      fix: 'Remove a dependency so that one of them can start.',
    },
  ];
}

/** Takes away what is not kept, until all that is left is. */
function withoutEnds(
  steps: readonly Step[],
  isKept: (step: Step, ids: ReadonlySet<string>, left: readonly Step[]) => boolean,
): readonly Step[] {
  const ids = new Set(steps.map(({ id }) => id));
  const left = steps.filter((step) => isKept(step, ids, steps));
  return left.length === steps.length ? steps : withoutEnds(left, isKept);
}
