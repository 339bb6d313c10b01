export { answerQuestion } from './answer-question.js';
export { approve, reject } from './approval.js';
export { childOptions, type QuestionStart } from './child-options.js';
export { checkAlerts } from './check-alerts.js';
export { ticketResolved } from './escalate.js';
export { makeReport } from './make-report.js';
export { recordLater } from './record-later.js';
export { progress } from './run-tracker.js';
export { tendStore } from './tend-store.js';
