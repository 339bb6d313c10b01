/** Questions that were asked on this page, by run: shown before the server knows of them. */
const questions = new Map<string, string>();

export function keepAsked(runId: string, question: string): void {
  questions.set(runId, question);
}

export function askedHere(runId: string): string | undefined {
  return questions.get(runId);
}
