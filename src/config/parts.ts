import { z } from 'zod';

/** A place in the file, and what is wrong there. */
export type Problem = readonly [path: readonly PropertyKey[], message: string];

export const text = (most: number) => {
  const error = `must be a text of 1 to ${most} characters`;
  return z.string(error).trim().min(1, error).max(most, error);
};

/** A name that goes into names of ours: queues, breakers, blocks of a prompt. */
export const word = z
  .string('must be a name')
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be a name of at most 32 lower-case letters, digits and _');

export const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === 'invalid_type' ? 'must be an object' : undefined),
  });

export const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z.array(item, 'must be a list').max(most, `must have at most ${most} entries`);

export const named = <Item extends z.ZodType>(key: z.ZodString, item: Item, most: number) =>
  z
    .record(key, item, 'must be an object of names')
    .refine((entries) => Object.keys(entries).length <= most, `must have at most ${most} entries`);

export const count = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int(error).min(least, error).max(most, error);
};
