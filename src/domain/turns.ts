import type { Status } from './answer.js';

/**
 * An earlier question of a conversation and what became of it, as the planner is told. Not what was answered: that holds
 * cells, which never reach the planner.
 */
export interface Turn extends AskedTurn {
  readonly steps: readonly TurnStep[];
  /** The question that was asked back, and what was offered to ask instead; null where it was answered. */
  readonly askedBack: { readonly question: string; readonly options: readonly string[] } | null;
}

/** The part that every role is told: without it nobody can tell what "and by month?" asks for. */
export interface AskedTurn {
  readonly question: string;
  readonly asOf: string;
  readonly status: Status;
  readonly intent: string;
}

export interface TurnStep {
  readonly id: string;
  readonly tool: string;
  readonly status: string;
  readonly sql: string | null;
  /** [] where the result is no longer kept. */
  readonly columns: readonly string[];
  readonly rowCount: number | null;
}

/** How many turns a run knows at most. */
export const mostTurns = 5;

/** Runs that count as turns: those that said something, also a question back. */
export const turnStatuses: readonly Status[] = ['answered', 'degraded', 'needs_clarification'];

const mostBytes = 16_000;
const longestText = 1_000;
const longestSql = 4_000;

/**
 * The turns that fit, in the order in which they were asked. The newest come first to the room there is; a turn that is
 * too long for it is told without its steps, and once that is too long, too, no older one is told.
 */
export function fittingTurns(newestFirst: readonly Turn[], bytes = mostBytes): readonly Turn[] {
  const kept: Turn[] = [];
  let room = bytes;
  for (const turn of newestFirst.slice(0, mostTurns)) {
    const short = shortened(turn);
    const fits = [short, { ...short, steps: [] }].find((each) => bytesOf(each) <= room);
    if (fits === undefined) break;
    room -= bytesOf(fits);
    kept.unshift(fits);
  }
  return kept;
}

/** Half a statement would be none: one that is too long is left out. */
function shortened(turn: Turn): Turn {
  return {
    ...turn,
    askedBack: turn.askedBack && {
      question: cut(turn.askedBack.question),
      options: turn.askedBack.options.slice(0, 5).map(cut),
    },
    steps: turn.steps.map((step) => ({
      ...step,
      sql: step.sql !== null && step.sql.length > longestSql ? null : step.sql,
    })),
  };
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

function bytesOf(turn: Turn): number {
  return new TextEncoder().encode(JSON.stringify(turn)).length;
}
