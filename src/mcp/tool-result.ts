import type { CallToolResult } from '@modelcontextprotocol/server';
import { problemOf } from '../http/problem-of.js';
import type { McpDeps } from './mcp-deps.js';

/** What a tool says in words, and the same as data. */
export interface Told {
  readonly text: string;
  readonly data: object;
}

/** A tool's result; what went wrong is one sentence of it, so that the model that called can do better. */
export async function toolResult(
  { onDefect }: Pick<McpDeps, 'onDefect'>,
  work: () => Promise<Told>,
): Promise<CallToolResult> {
  try {
    const { text, data } = await work();
    return { content: [{ type: 'text', text }], structuredContent: { ...data } };
  } catch (error) {
    return { content: [{ type: 'text', text: sentenceOf(error, onDefect) }], isError: true };
  }
}

/** The sentence that the API would answer with. */
export function sentenceOf(error: unknown, onDefect: McpDeps['onDefect']): string {
  const { problem, cause } = problemOf(error);
  if (problem.status === 500) onDefect(cause);
  return problem.detail;
}
