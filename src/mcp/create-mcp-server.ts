import { McpServer } from '@modelcontextprotocol/server';
import type { McpCaller, McpDeps } from './mcp-deps.js';
import { addRunResources } from './run-resources.js';
import { addApprovePlan } from './tools/approve-plan.js';
import { addAskData } from './tools/ask-data.js';
import { addCancelRun } from './tools/cancel-run.js';
import { addGetRun } from './tools/get-run.js';
import { addListRuns } from './tools/list-runs.js';
import { addVerifyRun } from './tools/verify-run.js';

const parts = [
  addAskData,
  addGetRun,
  addListRuns,
  addApprovePlan,
  addVerifyRun,
  addCancelRun,
  addRunResources,
];

/** All tools and resources, for one caller. It keeps nothing: a run is found again by its id, on any server. */
export function createMcpServer(deps: McpDeps, caller: McpCaller): McpServer {
  const info = { name: 'surefoot', title: 'Surefoot', version: deps.version };
  const server = new McpServer(info, { instructions });
  for (const add of parts) add(server, { ...deps, caller });
  return server;
}

const instructions = [
  'Surefoot answers questions about a Postgres warehouse: every figure of an answer is a cell of a query that ran.',
  'Ask with ask_data, in plain language. Repeat its figures as they are, with its warnings; do not compute further ones.',
  'An answer that is not there in time comes later from get_run: never ask the same question again to get it.',
].join(' ');
