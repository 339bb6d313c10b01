import type { McpServer } from '@modelcontextprotocol/server';
import type { RunHandle, Surefoot } from '../client.js';
import type { Caller } from '../http/caller.js';
import type { AskBody } from '../http/schemas/ask-body.js';

/** Whose questions a server answers. */
export interface McpCaller extends Caller {
  /** Who approves or rejects, in the receipt. */
  readonly by: string;
  /** Starts a run of theirs, or joins the one of that key. */
  start(body: AskBody, key: string | undefined): Promise<RunHandle>;
}

/** What the tools work with, whoever asks. */
export interface McpDeps {
  readonly surefoot: Surefoot;
  readonly version: string;
  /** Aborted when the server begins to stop: whoever waits for an answer is told how to come back. */
  readonly stopping: AbortSignal;
  /** Told of what nobody foresaw; the client is not told what it said, which may quote data. */
  readonly onDefect: (error: unknown) => void;
}

/** Adds one tool, or the resources. */
export type AddTo = (server: McpServer, deps: McpDeps & { readonly caller: McpCaller }) => void;
