import { executeChild, proxyActivities } from '@temporalio/workflow';
import { answerQuestion, childOptions, type QuestionStart } from 'surefoot/workflows';
import type * as activities from './activities.js';

// Surefoot's workflows and the service's own in one bundle.
export * from 'surefoot/workflows';

const { sendLetter } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 s' });

/** Asks some questions at once, and sends what came of them as one letter. */
export async function mondayLetter(questions: readonly QuestionStart[]): Promise<string> {
  const answers = await Promise.all(
    questions.map((question) => executeChild(answerQuestion, childOptions(question))),
  );
  const letter = answers.map(({ question, text }) => `${question}\n${text}`).join('\n\n');
  await sendLetter(letter);
  return letter;
}
