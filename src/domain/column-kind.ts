/** What a Postgres type means for whoever shows or checks a column. */
export type ColumnKind = 'number' | 'date' | 'timestamp' | 'boolean' | 'text';

/** From the type's name with or without modifiers: `numeric(12,2)`, `timestamp with time zone`, `int8`. */
export function columnKind(type: string): ColumnKind {
  const name = type.toLowerCase().replace(/\(.*?\)/g, '');
  if (name.endsWith('[]')) return 'text';
  if (
    /^(numeric|decimal|integer|bigint|smallint|int[248]?|real|double precision|float[48]?)$/.test(
      name,
    )
  ) {
    return 'number';
  }
  if (name === 'date') return 'date';
  if (name.startsWith('timestamp')) return 'timestamp';
  if (name.startsWith('bool')) return 'boolean';
  return 'text';
}
