import { z } from 'zod';

/** What Claude's simplifier is asked for. */
export const SimplificationSchema = z.strictObject({
  sql: z.string().describe('The cheaper SELECT; "" where there is none'),
  dropped: z.array(z.string()).describe('What was left out, a few words each; [] for nothing'),
});
