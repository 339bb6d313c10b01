import type { Answer } from '../answer.js';
import type { ResultSet } from '../result.js';
import { shownStep } from '../shown-step.js';
import { whyNotGold } from './same-rows.js';
import type { SuiteCase } from './suite.js';

export interface Judged {
  /** In the order of the case: its SQL's rows, then those of `also`. */
  readonly gold: readonly ResultSet[];
  readonly answer: Answer;
  /** By step, what the store has of the answer's results. */
  readonly results: ReadonlyMap<string, ResultSet>;
}

/**
 * Why the answer is wrong; undefined where it is right: the step that it shows has gold's rows or, where there is more
 * gold than one, there is a step of its own for each.
 */
export function whyWrong(wanted: SuiteCase, { gold, answer, results }: Judged): string | undefined {
  const { status } = answer;
  if (wanted.status !== null && status !== wanted.status) {
    return `it ended ${status} and not ${wanted.status}${saying(answer)}`;
  }
  const [only, ...further] = gold;
  if (only === undefined) return undefined;
  if (status !== 'answered' && status !== 'degraded') return `it ended ${status}${saying(answer)}`;
  if (further.length > 0) return whyNotAll(wanted, gold, results);
  const shown = results.get(shownStep(answer)?.id ?? '');
  return shown === undefined ? 'it has no rows' : whyNotGold(only, shown, wanted);
}

function whyNotAll(
  wanted: SuiteCase,
  gold: Judged['gold'],
  results: Judged['results'],
): string | undefined {
  const left = new Map(results);
  for (const [index, each] of gold.entries()) {
    const [found] =
      [...left].find(([, rows]) => whyNotGold(each, rows, wanted) === undefined) ?? [];
    if (found === undefined) {
      return `no step has the rows of ${index === 0 ? 'its SQL' : `also[${index - 1}]`}`;
    }
    left.delete(found);
  }
  return undefined;
}

const mostWords = 160;

function saying({ text }: Answer): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  return `: ${line.length > mostWords ? `${line.slice(0, mostWords)}…` : line}`;
}
