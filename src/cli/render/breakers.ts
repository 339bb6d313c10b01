import type { Breaker } from '../../domain/breaker.js';
import type { NamedBreaker } from '../../ports.js';
import { formatDuration } from '../../domain/shown/duration.js';
import type { Style } from './style.js';
import { oneLine, padEnd } from './text.js';

interface Options {
  readonly style: Style;
  readonly nowMs: number;
}

/** One line a breaker; what needs attention is coloured. */
export function renderBreakers(known: readonly NamedBreaker[], options: Options): string[] {
  if (known.length === 0) {
    return ['There are no breakers yet: a worker makes its own known when it starts.'];
  }
  const { style } = options;
  const rows = known.map((named) => rowOf(named, options));
  const header = ['Breaker', 'State', 'Failures', 'Since', 'Next try'];
  const widths = header.map((word, index) =>
    Math.max(word.length, ...rows.map(({ cells }) => cells[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => padEnd(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    style.bold(line(header)),
    ...rows.map(({ cells, state }) => colourOf(state, style)(line(cells))),
  ];
}

function rowOf({ name, breaker, changedAt }: NamedBreaker, { nowMs }: Options) {
  const sinceMs = Math.max(nowMs - Date.parse(changedAt), 0);
  return {
    state: breaker.state,
    cells: [
      oneLine(name),
      breaker.state.replace('_', ' '),
      breaker.state === 'closed' ? String(breaker.failures) : '',
      `${formatDuration(sinceMs)} ago`,
      nextTry(breaker, nowMs),
    ],
  };
}

function nextTry(breaker: Breaker, nowMs: number): string {
  switch (breaker.state) {
    case 'closed':
      return '';
    case 'open':
      return breaker.untilMs > nowMs
        ? `in ${formatDuration(breaker.untilMs - nowMs)}`
        : 'with the next attempt';
    case 'half_open':
      return breaker.leaseUntilMs > nowMs ? 'is under way' : 'with the next attempt';
    case 'forced_open':
      return `when closed by hand: ${oneLine(breaker.reason)}`;
  }
}

function colourOf(state: Breaker['state'], style: Style): (text: string) => string {
  if (state === 'closed') return (text) => text;
  return state === 'half_open' ? style.yellow : style.red;
}
