/** The same for questions that differ in case, spacing or their last mark alone. */
export function questionKey(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\s.!?。…]+$/u, '')
    .trim();
}
