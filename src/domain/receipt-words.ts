import { bindingWords } from './parameters.js';
import { counted } from './shown/run-view.js';
import type {
  Receipt,
  ReceiptAttempt,
  ReceiptFigure,
  ReceiptPlan,
  ReceiptSource,
  ReceiptStep,
  TextRepair,
} from './receipt.js';

/** How a receipt says things, on a terminal and on a page alike. */

/** How a figure came about, such as `sum of revenue in q4`. */
export function calcWords({ calc, from }: ReceiptFigure): string {
  if (from.length === 0) return 'typed in the question';
  return calcNames[calc] ?? calc.replaceAll('_', ' ');
}

const calcNames: Readonly<Record<string, string>> = {
  none: 'the cell',
  sum: 'sum of',
  avg: 'average of',
  min: 'least of',
  max: 'most of',
  count: 'number of rows of',
  median: 'median of',
  diff: 'difference between',
  ratio: 'ratio of',
  share: 'share of',
  pct_change: 'change between',
  direction: 'direction between',
  argmax: 'where it is greatest:',
  argmin: 'where it is least:',
};

/** Rows are counted from 1, as people do. */
export function sourceWords({ step, row, column }: ReceiptSource): string {
  return row === null ? `${step}.${column}` : `${step}.${column}, row ${row + 1}`;
}

/** What a plan changed against the one before it; '' for a first plan. */
export function planChangeWords({ changed }: ReceiptPlan): string {
  if (changed === null) return '';
  const { intent, steps } = changed;
  const parts = [...(intent ? ['the intent'] : []), ...listed(steps)];
  return parts.length === 0 ? 'nothing changed' : parts.join('; ');
}

export function textChangeWords({ changed }: TextRepair): string {
  if (changed === null) return '';
  const { figures, sentences } = changed;
  const parts = [
    ...listed(figures).map((words) => `figures ${words}`),
    ...(sentences > 0 ? [`${sentences} new ${sentences === 1 ? 'sentence' : 'sentences'}`] : []),
  ];
  return parts.length === 0 ? 'nothing changed' : parts.join('; ');
}

function listed(changes: {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}): string[] {
  return (['changed', 'added', 'removed'] as const).flatMap((kind) =>
    changes[kind].length === 0 ? [] : [`${kind} ${changes[kind].join(', ')}`],
  );
}

/** How many checks passed, and why there are none. */
export function checksWords({ question, verification }: Receipt): string {
  // A run that was asked always has its question.
  if (question === '') return 'its checks were erased, for its user was forgotten';
  const checks = verification?.checks ?? [];
  const passed = checks.filter((check) => check.passed).length;
  return checks.length === 0
    ? 'nothing was checked'
    : `${passed} of ${counted(checks.length, 'check')} passed`;
}

/** Who or what made that plan, and what became of it. */
export function planTitle({
  version,
  repair,
  made,
  edited,
  findings,
  waited,
}: ReceiptPlan): string {
  const what = made
    ? 'made'
    : findings.length > 0
      ? `refused, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`
      : 'asked back';
  const by = edited ? ', edited by a person' : '';
  const which = repair === 0 ? `Plan ${version}` : `Plan ${version}, repair ${repair}`;
  return `${which}: ${what}${by}${waited === null ? '' : ', waited for approval'}`;
}

/** What an attempt was of: its step, or the run's own activity. */
export function attemptName({ tool, step }: ReceiptAttempt): string {
  return step === null ? (tool ?? 'unknown') : `${step} (${tool ?? 'unknown'})`;
}

/** Why it failed, in one cell. */
export function attemptError({ errorName, errorCode, errorClass }: ReceiptAttempt): string {
  if (errorName === null) return '';
  const facts = [errorClass, errorCode].filter((fact) => fact !== null);
  return facts.length === 0 ? errorName : `${errorName} (${facts.join(', ')})`;
}

/** `$1 = '2025-10-01'`, a line each. */
export function paramLines({ params }: Pick<ReceiptStep, 'params'>): readonly string[] {
  return params.map((binding, index) => `$${index + 1} = ${bindingWords(binding)}`);
}
