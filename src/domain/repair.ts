import type { Interpretation } from './interpretation.js';
import type { Plan } from './plan.js';

/** What a repair of a text changed. Words are not kept: they may hold numbers that no cell stands behind. */
export interface AnswerChange {
  readonly figures: Changes;
  /** Sentences of the new text that the old one did not have. */
  readonly sentences: number;
}

/** What a repair of a plan changed: its steps, and of those that stayed what is other, such as `revenue.sql`. */
export interface PlanChange {
  readonly intent: boolean;
  readonly steps: Changes;
}

interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function answerChange(before: Interpretation, after: Interpretation): AnswerChange {
  const old = new Set(sentences(before.text));
  return {
    figures: changes(
      parts(before.figures, ({ name }) => name),
      parts(after.figures, ({ name }) => name),
    ),
    sentences: sentences(after.text).filter((sentence) => !old.has(sentence)).length,
  };
}

type Planned = Pick<Plan, 'intent'> & {
  readonly steps: readonly Pick<Plan['steps'][number], 'id' | 'input'>[];
};

export function planChange(before: Planned, after: Planned): PlanChange {
  const [old, made] = [parts(before.steps, ({ id }) => id), parts(after.steps, ({ id }) => id)];
  const { added, removed, changed } = changes(old, made);
  const places = changed.flatMap((id) => {
    const [a, b] = [old.get(id), made.get(id)];
    const input = changes(
      new Map(Object.entries(a?.input ?? {})),
      new Map(Object.entries(b?.input ?? {})),
    );
    const fields = [...input.added, ...input.removed, ...input.changed];
    return fields.length === 0 ? [id] : fields.map((field) => `${id}.${field}`);
  });
  return {
    intent: before.intent !== after.intent,
    steps: { added, removed, changed: places.slice(0, mostNamed) },
  };
}

function parts<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [nameOf(item).slice(0, longestName), item]));
}

function changes(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Changes {
  const names = (all: readonly string[]) => all.slice(0, mostNamed);
  return {
    added: names([...after.keys()].filter((name) => !before.has(name))),
    removed: names([...before.keys()].filter((name) => !after.has(name))),
    changed: names(
      [...after].flatMap(([name, item]) =>
        before.has(name) && JSON.stringify(before.get(name)) !== JSON.stringify(item) ? [name] : [],
      ),
    ),
  };
}

function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+|(?<=[。！？])/u)
    .filter((sentence) => sentence.trim() !== '');
}

const mostNamed = 20;
const longestName = 64;
