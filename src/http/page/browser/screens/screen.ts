/** What a screen may use. */
export interface Around {
  /** Goes to another screen. */
  readonly go: (place: string) => void;
  /** Aborted when the reader leaves the screen. */
  readonly signal: AbortSignal;
}

export interface Shown {
  readonly title: string;
  readonly content: readonly Node[];
  /** What the reader types into first, where there is such a thing. */
  readonly focus?: string;
}

/** One screen, from what stands in the address behind its name. */
export type Screen = (path: readonly string[], around: Around) => Shown;
