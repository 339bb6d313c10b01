/** What goes wrong, from a moment (ISO) and for so long. Shares are per mille of the calls that it can meet. */
export type Incident = { readonly at: string; readonly minutes: number } & (
  | {
      /** Calls fail; each retry meets the same odds. */
      readonly kind: 'errors';
      readonly tool: string;
      readonly share: number;
      readonly errorClass?: 'transient' | 'permanent' | 'unknown';
      /** Only this user's: an error that is concentrated rather than random. */
      readonly user?: string;
    }
  /** Every call takes that many times as long; past the tool's timeout it times out. */
  | { readonly kind: 'slow'; readonly tool: string; readonly factor: number }
  | { readonly kind: 'timeouts'; readonly tool: string; readonly share: number }
  /** A call that meets it fails with all its attempts. */
  | { readonly kind: 'exhaustion'; readonly tool: string; readonly share: number }
  /** Its breaker opens, refuses every call, and closes at the end. */
  | { readonly kind: 'breaker'; readonly tool: string }
  /** Live attempts of `execute_query` are used up, and lower rungs stand in. */
  | { readonly kind: 'fallbacks'; readonly share: number }
  /** Claude's replies take that many times the tokens. */
  | { readonly kind: 'cost'; readonly factor: number }
  /** First plans that are held against. */
  | { readonly kind: 'repairs'; readonly share: number }
);

export type IncidentKind = Incident['kind'];

type Of<Kind extends IncidentKind> = Extract<Incident, { readonly kind: Kind }>;

/** The incident of that kind that a call meets then, if there is one. */
export function incidentAt<Kind extends IncidentKind>(
  incidents: readonly Incident[],
  kind: Kind,
  atMs: number,
  tool?: string,
): Of<Kind> | undefined {
  return incidents.find((incident): incident is Of<Kind> => {
    const beganMs = Date.parse(incident.at);
    const during = atMs >= beganMs && atMs < endOf(incident);
    return incident.kind === kind && during && (!('tool' in incident) || incident.tool === tool);
  });
}

export function endOf({ at, minutes }: Incident): number {
  return Date.parse(at) + minutes * 60_000;
}
