/** One table of what the guard and the verifier let through; its file's name is its name. */
export interface Study {
  readonly title: string;
  run(): Promise<StudyTable>;
}

export interface StudyTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the table missed of its aim, one line each; [] where it holds. */
  readonly missed: readonly string[];
}

/** A share as a percentage with one decimal. */
export function percentOf(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
