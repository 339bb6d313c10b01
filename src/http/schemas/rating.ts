import { z } from '@hono/zod-openapi';

export const ratingFields = {
  user: z.string(),
  rating: z.enum(['up', 'down']),
  note: z.string(),
  ratedAt: z.string(),
};
