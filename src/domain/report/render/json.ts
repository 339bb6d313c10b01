import type { Report, Section, Sentence } from '../report.js';
import { display, isFigure, plainSentence } from './format.js';

/** For programs: the exact values, and the SQL of each by its query's name. */
export function renderJson(report: Report): string {
  const { queries, summary, sections, ...head } = report;
  const body = {
    ...head,
    summary: summary.map(told),
    sections: sections.map(sectionJson),
    queries: Object.fromEntries(queries.map(({ name, ...query }) => [name, query])),
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}

function sectionJson({ sentences, advice, ...section }: Section) {
  return { ...section, sentences: sentences.map(told), advice: advice.map(told) };
}

function told(sentence: Sentence) {
  const figures = sentence.filter(isFigure);
  return {
    text: plainSentence(sentence),
    figures: figures.map((figure) => ({ ...figure, display: display(figure.value, figure.unit) })),
  };
}
