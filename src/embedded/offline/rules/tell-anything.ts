import { columnIndex, isWhole, numberColumn, ranked, type Data } from './data.js';
import { endsAt, isBeyondDoubt } from './estimates.js';
import { cell } from './figures.js';
import { fullStop, phrases } from './phrases.js';
import { mention, namedRow, type Sentence } from './sentence.js';
import type { Language } from './vocabulary.js';

/**
 * For results that the rules did not plan, such as a script's. One sentence a result: its only row, or the row with the
 * highest number.
 */
export function tellAnything(data: readonly Data[], language: Language): readonly Sentence[] {
  const words = phrases[language];
  return data.flatMap((result) => {
    const measure = numberColumn(result);
    if (measure === undefined) return [];
    const column = columnIndex(result, measure);
    const [best] = ranked(result, column);
    if (best === undefined) return [];
    const about = words.about(measure, '', '');
    const labels = result.columns.map(({ name }) => name).filter((name) => name !== measure);
    if (endsAt(result, best, column) === null) return [];
    if (labels.length === 0 || result.rowCount === 1) {
      const value = cell(`${result.step}_value`, result.step, measure, best);
      return [
        { text: `${words.value(about, mention(value))}${fullStop(language)}`, figures: [value] },
      ];
    }
    const { label, value, figures } = namedRow(result, {
      name: `${result.step}_best`,
      row: best,
      dimensions: labels.slice(0, 1),
      measure,
    });
    return isWhole(result) && isBeyondDoubt(result, { column, row: best, lowest: false })
      ? [{ text: `${words.best(about, label, value)}${fullStop(language)}`, figures }]
      : [];
  });
}
