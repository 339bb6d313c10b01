/** For a service's own tests: `surefoot/testing`. Nothing of it is loaded by client, worker or workflows. */
export {
  startTestSurefoot,
  type TestSurefoot,
  type TestSurefootOptions,
} from './testing/start-test-surefoot.js';
export { startTestClaude, type TestClaude } from './testing/claude.js';
export type { TestServers } from './testing/servers.js';
export type { Scene } from './testing/scene.js';
export {
  cellFigure,
  clarification,
  columnFigure,
  confirms,
  derivedFigure,
  fails,
  plan,
  query,
  refutes,
  says,
  step,
  type PlannedStep,
  type QueryMore,
  type Reply,
} from './testing/replies.js';
