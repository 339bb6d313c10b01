import type { ErrorClass } from './failure.js';

/** How a Postgres error is treated: by its SQLSTATE where it is listed, else by the first two characters of it. */
export function sqlstateClass(code: string): ErrorClass {
  return byCode.get(code) ?? byPrefix.get(code.slice(0, 2)) ?? 'unknown';
}

function table(
  entries: readonly (readonly [ErrorClass, string])[],
): ReadonlyMap<string, ErrorClass> {
  return new Map(entries.flatMap(([kind, codes]) => codes.split(' ').map((code) => [code, kind])));
}

/** Exceptions to their two characters. */
const byCode = table([
  // Locks and idle sessions pass.
  ['transient', '25P03 55006 55P03'],
  // 57014 is also what a cancelled statement says: who cancelled it knows.
  ['timeout', '25P04 57014'],
  ['permanent', '08P01 40002 53400 55P02 55P04 57P04 58P01 58P02 58P03 XX001 XX002'],
  // Dates that do not exist.
  ['user_error', '22007 22008'],
]);

const byPrefix = table([
  ['transient', '08 26 40 53 57 58'],
  // A statement that is too complex.
  ['user_error', '54'],
  ['unknown', '55 HV P0 XX'],
  [
    'permanent',
    '03 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 23 24 25 27 28 2B 2D 2F 34 38 39 3B 3D 3F 42 44 F0',
  ],
]);
