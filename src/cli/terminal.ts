import { createStyle, wantsColour, type Style } from './render/style.js';

/** The two streams of a command, with what each can show. stdout belongs to what was asked for, stderr to the rest. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen;
  readonly stderr: Screen;
}

export interface Screen {
  readonly isTerminal: boolean;
  readonly style: Style;
  /** In characters; asked for anew each time, since windows change their size. */
  width(): number;
  height(): number;
  write(text: string): void;
  lines(lines: readonly string[]): void;
  /** Resolves once everything has left this process: a pipe takes its time. */
  flushed(): Promise<void>;
}

const widthOfPipes = 100;

export function openTerminal(
  env: NodeJS.ProcessEnv,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): Terminal {
  return { env, stdout: screenOf(stdout, env), stderr: screenOf(stderr, env) };
}

function screenOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Screen {
  // `surefoot … | head` closes the pipe while we write: that is the reader's right, not an error.
  stream.on('error', () => undefined);
  const isTerminal = stream.isTTY;
  return {
    isTerminal,
    style: createStyle(wantsColour(env, isTerminal)),
    width: () => (isTerminal ? stream.columns || widthOfPipes : widthOfPipes),
    height: () => (isTerminal ? stream.rows || 24 : Number.POSITIVE_INFINITY),
    write: (text) => void stream.write(text),
    lines(lines) {
      if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
    },
    flushed: () =>
      new Promise((resolve) => {
        if (stream.destroyed || stream.writableLength === 0) resolve();
        else stream.write('', () => resolve());
      }),
  };
}
