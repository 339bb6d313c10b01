import type { Screen } from './terminal.js';
import { changeLines, taskLines } from './render/task-lines.js';
import { afterEvent, nothingSeen, type RunView } from '../domain/shown/run-view.js';
import type { RunEvent } from '../ports.js';

/** Shows a run's events as they come. */
export interface RunDisplay {
  show(event: RunEvent): void;
  /** Leaves the last state standing and stops. */
  close(): void;
}

/** A list drawn again in place on a terminal; elsewhere a line for each thing that happens. */
export function displayRun(screen: Screen): RunDisplay {
  return screen.isTerminal ? liveList(screen) : plainLines(screen);
}

function plainLines(screen: Screen): RunDisplay {
  let view = nothingSeen;
  return {
    show(event) {
      const next = afterEvent(view, event);
      screen.lines(changeLines(view, next));
      view = next;
    },
    close: () => undefined,
  };
}

const redrawEveryMs = 100;

function liveList(screen: Screen): RunDisplay {
  let view: RunView = nothingSeen;
  let drawn = 0;
  const draw = (): void => {
    const width = screen.width();
    const lines = taskLines(view, { nowMs: Date.now(), width, style: screen.style });
    // What has scrolled away cannot be drawn again.
    const visible = lines.slice(-Math.max(screen.height() - 1, 1));
    const back = drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`;
    screen.write(back + visible.map((line) => `${line}\n`).join(''));
    drawn = visible.length;
  };
  const timer = setInterval(draw, redrawEveryMs);
  return {
    show(event) {
      view = afterEvent(view, event);
      draw();
    },
    close() {
      clearInterval(timer);
      draw();
    },
  };
}
