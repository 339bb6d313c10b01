export { interpret } from './interpret.js';
export { openTicket } from './open-ticket.js';
export { plan } from './plan.js';
export { recordRun } from './record-run.js';
export { reviewAnswer } from './review-answer.js';
export { review } from './review.js';
export { runStep } from './run-step.js';
export { verify } from './verify.js';
