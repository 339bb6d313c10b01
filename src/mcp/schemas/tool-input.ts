import { z } from 'zod';

/**
 * What a tool takes. A name that it does not know is refused: a day that nobody reads would be a silent guess. Names as
 * the API has them (`asOf`) are taken for the tool's own (`as_of`), unless that is given, too: two days are refused.
 */
export function toolInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(inSnakeCase, z.strictObject(shape));
}

function inSnakeCase(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const own = snakeCase(name);
      return [Object.hasOwn(given, own) ? name : own, value] as const;
    }),
  );
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
