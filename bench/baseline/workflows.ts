export { baseline } from './workflow.js';
export { bare } from './bare.js';
export { durable } from './durable.js';
