import { renderTable, type TableOptions } from './table.js';

/** A list of ours as a table, a line each and none left out. */
export function textTable(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  options: Omit<TableOptions, 'maxRows'>,
): string[] {
  const columns = names.map((name) => ({ name, type: 'text' }));
  const data = { step: '', columns, rows, rowCount: rows.length, truncated: false };
  return renderTable(data, { ...options, maxRows: rows.length });
}
