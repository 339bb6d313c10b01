import { withoutInvisible } from '../../figures/evidence.js';
import type { Figure, QueryParam, Sentence, Unit } from '../report.js';

/** A value as people read it: the exact one is in the JSON. */
export function display(value: number, unit: Unit): string {
  switch (unit) {
    case 'count':
      return grouped.format(value);
    case 'number':
      return decimal.format(value);
    case 'share':
      return `${percent.format(value * 100)} %`;
    case 'ms':
      return duration(value);
    case 'usd':
      return value !== 0 && Math.abs(value) < 1
        ? `$${value.toFixed(4)}`
        : `$${money.format(value)}`;
  }
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const money = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${decimal.format(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) {
    const seconds = Math.round(ms / 1_000);
    return seconds % 60 === 0
      ? `${seconds / 60} min`
      : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  return minutes % 60 === 0
    ? `${minutes / 60} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function isFigure(part: Sentence[number]): part is Figure {
  return typeof part === 'object' && 'value' in part;
}

/** A sentence without any marks. */
export function plainSentence(sentence: Sentence): string {
  return sentence
    .map((part) => {
      if (typeof part === 'string') return part;
      return isFigure(part) ? display(part.value, part.unit) : part.name;
    })
    .join('');
}

/** The queries that a sentence's figures come from, each once. */
export function sourcesOf(sentence: Sentence): readonly string[] {
  return [...new Set(sentence.flatMap((part) => (isFigure(part) ? [part.query] : [])))];
}

/** Long lists are whole in the JSON alone. */
export function paramWords(param: QueryParam, index: number): string {
  const name = `$${index + 1} = `;
  if (param === null) return `${name}null`;
  if (typeof param === 'string') return `${name}'${param}'`;
  return `${name}a list of ${param.length}`;
}

/** At most so many characters, on one line, all of them to be seen. */
export function shortened(text: string, most: number): string {
  const line = withoutInvisible(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
