/** Why a reply ended other than whole, which is `end_turn`. */
export const stops = [
  'max_tokens',
  'refusal',
  'model_context_window_exceeded',
  'stop_sequence',
  'tool_use',
  'pause_turn',
] as const;
export type Stop = 'end_turn' | (typeof stops)[number];

export interface RefusalDetails {
  readonly category: 'cyber' | 'bio' | 'frontier_llm' | 'reasoning_extraction' | 'general_harms';
  readonly explanation: string;
}

/** What will be sent as an answer, before it is put into the API's words. */
export interface Reply {
  readonly text: string;
  /** The model as the reply names it: `offline` where the rules answered. */
  readonly model: string;
  readonly stop: Stop;
  readonly refusal: RefusalDetails | null;
}
