import type { Answer } from './answer.js';
import { shownStep } from './shown-step.js';
import { bindingsIn, bindingWords, withLiterals } from './parameters.js';

/** One case of an evaluation suite: a question, and the SQL whose rows are the right ones. */
export interface EvaluationCase {
  /** Unique in the suite. */
  readonly id: string;
  readonly question: string;
  /** ISO day that "today" means. */
  readonly asOf: string;
  readonly sql: string;
  /** Whose SQL it is, where there are several. */
  readonly warehouse?: string;
  /** For whoever reads the case; nothing is made of it. */
  readonly note: string;
}

interface Rated {
  readonly runId: string;
  readonly question: string;
  readonly asOf: string;
  readonly rating: 'up' | 'down';
  readonly note: string;
  readonly answer: Answer;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/**
 * The case that a rated answer makes: its own SQL, which is right where the answer was, and is to be put right by a
 * person where it was not.
 */
export function caseOf({
  runId,
  question,
  asOf,
  rating,
  note,
  answer,
  bindings,
}: Rated): EvaluationCase {
  const shown = shownStep(answer);
  const bound = bindingsIn(shown === undefined ? undefined : bindings[shown.id]);
  const sql = withLiterals(shown?.sql ?? '', bound);
  const open = bound.flatMap((binding, index) =>
    binding.kind === 'cell' || binding.kind === 'column'
      ? [`$${index + 1} is ${bindingWords(binding)}.`]
      : [],
  );
  const advice = rating === 'up' ? [] : [draftAdvice];
  return {
    id: runId,
    question,
    asOf,
    sql,
    ...(shown?.warehouse !== undefined && { warehouse: shown.warehouse }),
    note: [sentence(note), ...advice, ...open].filter(Boolean).join(' '),
  };
}

/** What comes behind a note is a sentence of its own. */
function sentence(note: string): string {
  const text = note.trim();
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** In the note of a case whose SQL is not gold yet. */
const draftAdvice = 'Rated down: put the SQL right before it counts as gold.';

/** Whether a case still says that its SQL is to be put right. */
export function isDraft(note: string): boolean {
  return note.includes(draftAdvice);
}
