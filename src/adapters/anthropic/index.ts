export { connectAnthropic, hasCredential, type ConnectOptions } from './connect.js';
export { createClaude } from './create-claude.js';
export { describeModels, type ModelDescription } from './describe-models.js';
