export { sampleAsOf, sampleFrom } from './calendar.js';
export { generateSample, sampleVersion } from './generate.js';
export {
  ensureSample,
  isSampleLoaded,
  loadSample,
  type CopyRows,
  type SampleClient,
} from './load.js';
export type { Sample } from './rows.js';
