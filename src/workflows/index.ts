export { answerQuestion } from './answer-question.js';
export { ticketResolved } from './escalate.js';
export { progress } from './run-tracker.js';
