import type { Finding } from './finding.js';

/** The code of a review's finding whose words name what nothing stands behind. */
export const unshownReview = 'review_unshown';

/** The code of what the reviewer holds against a critical run's text. */
export const refutedText = 'answer_refuted';

/** Findings that quote Claude, where what it wrote has no cell behind it: those words are for Claude alone. */
const ownWords: Readonly<Record<string, string>> = {
  number_outside_figure: 'It has a number that no cell stands behind.',
  unknown_period: 'It names a period that no step covers.',
  unknown_figure: 'It names a figure that is not there.',
  [refutedText]: 'The review holds that a sentence does not say what the figures do.',
  [unshownReview]:
    'The review holds that this does not answer the question. Its words are not shown: they name numbers that nothing stands behind.',
};

/** A finding as a person may read it; without a fix where that would quote as well. */
export function shownFinding(finding: Finding): Finding {
  const words = ownWords[finding.code];
  return words === undefined ? finding : { ...finding, what: words, fix: '' };
}

/** Findings as a person may read them, and what would help. */
export function shownFindings(findings: readonly Finding[]): {
  readonly shown: readonly Finding[];
  readonly fixes: readonly string[];
} {
  const shown = findings.map(shownFinding);
  return { shown, fixes: shown.flatMap(({ fix }) => (fix === '' ? [] : [fix])) };
}
