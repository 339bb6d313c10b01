/** What one look at one dependency showed. */
export interface Finding {
  readonly name: string;
  /** `note` is nothing to worry about; `failed` is what `ask` or `worker` cannot do without. */
  readonly state: 'ok' | 'note' | 'warning' | 'failed';
  readonly found: string;
  /** What to do; '' where there is nothing. */
  readonly advice: string;
}
