import { writeBlock } from '../../domain/blocks.js';
import type { RunInput } from '../../domain/question.js';

/** The question as data. Who asks is nobody's business in a prompt. */
export function questionBlock({ question }: RunInput): string {
  const { text, asOf, timeZone, locale } = question;
  return writeBlock('question', { text, asOf, timeZone, locale });
}
