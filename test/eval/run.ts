import { runCli } from '../cli/spawn-cli.js';
import { startStack } from '../stack.js';

/** Asks the whole suite of the sample, by the offline planner: `npm run eval:sample`. One wrong answer is a failure. */
const stack = await startStack();
try {
  const suite = ['eval', 'eval/sample.yaml', '--min-accuracy', '100%'];
  const { code, stdout, stderr } = await runCli(suite, stack.env);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code ?? 1;
} finally {
  await stack.close();
}
