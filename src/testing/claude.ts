import { startOfflineServer, type JournalCall } from '../embedded/offline/index.js';
import { rulesOf, type Rule, type Scene } from './scene.js';

/** Claude's Messages API on loopback, as strict as the real one, with what a test lets it say. */
export interface TestClaude {
  /** For `ANTHROPIC_BASE_URL`; any key is taken. */
  readonly url: string;
  /**
   * Says this to that question from now on, in whatever run; told anew, in place of what it said before. Any other
   * question fails.
   */
  whenAsked(question: string, scene: Scene): void;
  /** What was asked of it, in order; of one run, where its id is given. */
  calls(runId?: string): readonly JournalCall[];
  close(): Promise<void>;
}

export async function startTestClaude(): Promise<TestClaude> {
  const scenes = new Map<string, readonly Rule[]>();
  const script = () => ({ rules: [...scenes.values(), refusesTheRest].flat() });
  const server = await startOfflineServer({ script });
  return {
    url: server.url,
    whenAsked(question, scene) {
      scenes.set(question, rulesOf(question, scene));
    },
    calls: (runId) => server.calls().filter(({ run }) => runId === undefined || run === runId),
    close: () => server.close(),
  };
}

/** An error that nobody repeats: the run ends at once. */
const refusesTheRest: Rule = {
  name: 'nothing was said to it',
  reply: { status: 400, message: 'Nothing was said to this question: see `whenAsked`.' },
};
