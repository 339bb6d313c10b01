import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { HttpProblem } from '../http/problem.js';
import type { AddTo } from './mcp-deps.js';
import { sentenceOf } from './tool-result.js';

/** A run's plan, answer and receipt, as JSON. Which runs there are, list_runs says. */
export const addRunResources: AddTo = (server, { surefoot, caller, onDefect }) => {
  const { tenant } = caller;
  const resources = {
    plan: {
      title: 'The plans of a run',
      description: 'Every plan that the run made, with what stood against it, and its steps.',
      read: async (runId: string) => {
        const { status, intent, plans, steps } = await surefoot.runs.receipt(runId, { tenant });
        return { runId, status, intent, plans, steps };
      },
    },
    answer: {
      title: 'The answer of a run',
      description: 'With its rows, 1,000 or 1 MiB at most.',
      read: async (runId: string) => {
        const answer = await (await surefoot.get(runId, { tenant })).within(0);
        if (answer !== undefined) return answer;
        throw new HttpProblem('conflict', `Run ${runId} has no answer yet: wait with get_run.`);
      },
    },
    receipt: {
      title: 'The receipt of a run',
      description: 'Attempts, checks, and for each figure its cells and their SQL.',
      read: (runId: string) => surefoot.runs.receipt(runId, { tenant }),
    },
  };
  for (const [name, { title, description, read }] of Object.entries(resources)) {
    const template = new ResourceTemplate(`run://{runId}/${name}`, { list: undefined });
    const about = { title, description, mimeType: 'application/json' };
    server.registerResource(`run_${name}`, template, about, async (uri, { runId = '' }) => {
      const text = JSON.stringify(await read(String(runId)).catch(refused(uri)));
      return { contents: [{ uri: uri.href, mimeType: about.mimeType, text }] };
    });
  }

  function refused(uri: URL) {
    return (error: unknown): never => {
      const sentence = sentenceOf(error, onDefect);
      if (error instanceof Error && error.name === 'RunNotFound') {
        throw new ResourceNotFoundError(uri.href, sentence);
      }
      throw new ProtocolError(ProtocolErrorCode.InternalError, sentence);
    };
  }
};
