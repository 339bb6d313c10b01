/** A table of a setting, with those of its columns that are meant; null for all. */
export interface ListedTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[] | null;
}

/**
 * Reads `orders, crm.people(id, email)`: tables by name, of `public` where no schema is named, each with its columns in
 * brackets or none. Names are taken as they are, without quotes. Undefined where it is written in another way.
 */
export function parseTableList(text: string): readonly ListedTable[] | undefined {
  const items = text.split(/,(?![^(]*\))/).map((item) => item.trim());
  const tables = items.filter((item) => item !== '').map(parseTable);
  const read = tables.filter((table) => table !== undefined);
  return read.length === tables.length ? read : undefined;
}

function parseTable(item: string): ListedTable | undefined {
  const [, schema = 'public', name = '', list] =
    /^(?:([^.(),]+)\.)?([^.(),]+?)\s*(?:\(([^()]*)\))?$/.exec(item) ?? [];
  const columns = list?.split(',').map((column) => column.trim()) ?? null;
  return name === '' || columns?.includes('') ? undefined : { schema, name, columns };
}

/** Whether one of the listed is this table, or this column of it. */
export function isListed(
  listed: readonly ListedTable[],
  { schema, name }: { readonly schema: string; readonly name: string },
  column?: string,
): boolean {
  return listed.some(
    (table) =>
      table.schema === schema &&
      table.name === name &&
      (column === undefined || table.columns === null || table.columns.includes(column)),
  );
}

/** What both lists have; a list that is not given has everything. */
export function listedInBoth(
  some: readonly ListedTable[] | undefined,
  others: readonly ListedTable[] | undefined,
): readonly ListedTable[] | undefined {
  if (some === undefined || others === undefined) return some ?? others;
  return some.flatMap(({ schema, name, columns }) =>
    others
      .filter((other) => other.schema === schema && other.name === name)
      .map((other) => ({ schema, name, columns: inBoth(columns, other.columns) })),
  );
}

function inBoth(some: ListedTable['columns'], others: ListedTable['columns']) {
  if (some === null || others === null) return some ?? others;
  return some.filter((name) => others.includes(name));
}
