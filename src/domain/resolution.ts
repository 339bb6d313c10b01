/** What a person answered to a ticket. */
export interface Resolution {
  readonly ticketId: string;
  readonly answer: string;
  readonly by: string;
}

/** Whether a value from outside is one: a signal's argument has no other check. */
export function isResolution(value: unknown): value is Resolution {
  const { ticketId, answer, by } = (value ?? {}) as Partial<Record<keyof Resolution, unknown>>;
  return [ticketId, answer, by].every((text) => typeof text === 'string');
}
