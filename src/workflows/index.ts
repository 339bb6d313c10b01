export { answerQuestion } from './answer-question.js';
export { progress } from './run-tracker.js';
