/**
 * How the workflow saw an activity end: by success, by that attempt's own failure, or in a way that says nothing of its
 * last attempt, such as a worker that fell silent.
 */
export type SeenEnd = 'success' | number | 'unknown';

/** The activities that a run has begun, by id. What the log says of them is held against it when the run ends. */
export interface Begun {
  readonly begun: Readonly<Record<string, SeenEnd>>;
}

export const nothingBegun: Begun = { begun: {} };

export function withBegun<Part extends Begun>(part: Part, activityId: string, end: SeenEnd): Part {
  return { ...part, begun: { ...part.begun, [activityId]: end } };
}
