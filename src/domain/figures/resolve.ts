import { parseDecimal } from '../decimal.js';
import type { FigureSpec } from '../interpretation.js';
import { derive } from './derive.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { isComplete, reduceColumn } from './reduce.js';
import { findRow, indexOf, unknownColumn } from './rows.js';
import { intervalsIn, isLook, rungOf } from './sampled.js';
import { readTyped, typedNumbers } from './typed-numbers.js';
import { isNumeric, measureOf, unitOf } from './unit.js';
import { refused, resolved, type Resolution } from './value.js';

/** Resolves figures by name, each once and its inputs first. */
export function createResolver(specs: readonly FigureSpec[], evidence: Evidence) {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const known = new Map<string, Resolution>();
  const underWay = new Set<string>();

  function resolve(spec: FigureSpec): Resolution {
    const before = known.get(spec.name);
    if (before !== undefined) return before;
    if (underWay.has(spec.name)) {
      return refused(
        spec,
        'cycle',
        'It is computed from itself.',
        'Derive it from cells or columns.',
      );
    }
    underWay.add(spec.name);
    const resolution = withInterval(spec, resolveNew(spec));
    underWay.delete(spec.name);
    known.set(spec.name, resolution);
    return resolution;
  }

  function resolveNew(spec: FigureSpec): Resolution {
    if (!calcs[spec.kind].includes(spec.calc)) {
      const what = `A figure of kind ${spec.kind} cannot be computed by "${spec.calc}".`;
      return refused(spec, 'unknown_calc', what, `Use one of: ${calcs[spec.kind].join(', ')}.`);
    }
    if (spec.kind === 'question') return resolveTyped(spec, evidence.question);
    if (spec.kind !== 'derived') return resolveStep(spec, evidence);

    const inputs = [byName.get(spec.from), byName.get(spec.to)];
    const [from, to] = inputs;
    if (from === undefined || to === undefined) {
      const what = `There is no figure "${from === undefined ? spec.from : spec.to}".`;
      return refused(spec, 'unknown_figure', what, `Use one of: ${[...byName.keys()].join(', ')}.`);
    }
    const [base, other] = [resolve(from), resolve(to)];
    if (!base.ok) return base;
    if (!other.ok) return other;
    return derive(spec, base.value, other.value);
  }

  return resolve;
}

function resolveStep(spec: FigureSpec, { results }: Evidence): Resolution {
  const result = results.get(spec.step);
  if (result === undefined) {
    const what = `There is no result of a step "${spec.step}".`;
    return refused(spec, 'unknown_step', what, `Use one of: ${[...results.keys()].join(', ')}.`);
  }
  const at = indexOf(result, spec.column);
  if (at < 0) {
    const { code, what, fix } = unknownColumn(spec.column, spec.step, result);
    return refused(spec, code, what, fix);
  }
  if (isLook(result)) {
    const what = `Step ${spec.step} has only the first rows in no order, so nothing in it is a figure.`;
    return refused(spec, 'only_a_look', what, 'Leave it out, and say that there are no totals.');
  }
  return spec.kind === 'column' ? reduceColumn(spec, result) : resolveCell(spec, result, at);
}

function resolveCell(spec: FigureSpec, result: EvidenceResult, at: number): Resolution {
  const found = findRow(spec, result);
  if (!found.ok) return refused(spec, found.code, found.what, found.fix);

  const cell = result.rows[found.row]?.[at] ?? null;
  const { name: column, type } = result.columns[at] ?? { name: spec.column, type: 'text' };
  if (cell === null || cell === '') {
    const what = `The cell (row ${found.row}, "${column}" of step ${spec.step}) is ${cell === null ? 'null' : 'empty'}.`;
    return refused(spec, 'null_cell', what, 'Say in words that the value is missing.');
  }
  const source = {
    rung: rungOf(result),
    ageSeconds: result.ageSeconds,
    from: [{ step: spec.step, row: found.row, column }],
    additive: measureOf(result, column)?.additive === true,
    complete: isComplete(result),
  };
  if (!isNumeric(type)) {
    return resolved({ ...source, content: { kind: 'text', text: cellText(cell), type, column } });
  }
  const number = parseDecimal(cellText(cell));
  if (number === undefined) {
    const what = `The cell (row ${found.row}, "${column}" of step ${spec.step}) is no finite number.`;
    return refused(spec, 'not_a_number', what, 'Say in words that the value is not defined.');
  }
  const unit = unitOf(result, column);
  const interval = intervalsIn(result, column).get(found.row) ?? null;
  return resolved({
    ...source,
    content: { kind: 'number', number, unit, signed: isChange(column), interval },
  });
}

/** A change that the query computed: its sign says which way, as that of a computed one does. */
function isChange(column: string): boolean {
  return column
    .toLowerCase()
    .split('_')
    .some((word) => changes.has(word));
}

const changes = new Set('growth change delta diff difference yoy qoq mom wow'.split(' '));

/** The number must stand in the question as a number of its own: the 5 of "5 million" does not. */
function resolveTyped(spec: FigureSpec, question: string): Resolution {
  const wanted = readTyped(spec.from);
  const typed = typedNumbers(question).find(
    ({ text, value }) => text === spec.from.trim() || (wanted !== undefined && wanted === value),
  );
  const number = typed && parseDecimal(typed.value);
  if (typed === undefined || number === undefined) {
    const what = `"${spec.from}" is no number of the question.`;
    return refused(
      spec,
      'not_in_question',
      what,
      'Repeat the number exactly as the question has it.',
    );
  }
  return resolved({
    content: { kind: 'typed', text: typed.text, number },
    rung: 'live',
    ageSeconds: null,
    from: [],
    additive: false,
    complete: true,
  });
}

/** What is read off a sample is an estimate, and an estimate without its interval is not shown. */
function withInterval(spec: FigureSpec, resolution: Resolution): Resolution {
  if (!resolution.ok) return resolution;
  const { content, rung } = resolution.value;
  if (rung !== 'sample' || content.kind !== 'number' || content.interval !== null) {
    return resolution;
  }
  const what = 'It comes from a sample, and no interval is known for this value.';
  const fix = 'Name cells that have one, or leave it out and say that it was sampled.';
  return refused(spec, 'sample_without_interval', what, fix);
}

const calcs: Readonly<Record<FigureSpec['kind'], readonly FigureSpec['calc'][]>> = {
  cell: ['none', 'argmax', 'argmin'],
  column: ['sum', 'avg', 'min', 'max', 'count', 'median'],
  derived: ['diff', 'ratio', 'share', 'pct_change', 'direction'],
  question: ['none'],
};
