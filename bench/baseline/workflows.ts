export { baseline } from './workflow.js';
export { bare } from './bare.js';
