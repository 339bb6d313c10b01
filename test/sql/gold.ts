import { readFile } from 'node:fs/promises';
import { sharedData } from '../support.js';

/** One gold query of sql-eval. In its notation `{a,b}` means any of these columns, and `;` parts alternatives. */
export interface Gold {
  readonly database: string;
  readonly question: string;
  readonly sql: string;
}

export const goldDatabases = [
  'academic',
  'advising',
  'atis',
  'broker',
  'car_dealership',
  'derm_treatment',
  'ewallet',
  'geography',
  'restaurants',
  'scholar',
  'yelp',
] as const;

export async function goldQueries(): Promise<Gold[]> {
  const file = sharedData('sql-eval/questions.csv');
  if (file === undefined) throw new Error('questions.csv is not here');
  const [header, ...rows] = csvRows(await readFile(file, 'utf8'));
  const at = (row: readonly string[], name: string): string => row[header!.indexOf(name)] ?? '';
  return rows.flatMap((row) =>
    at(row, 'query')
      .split(';')
      .filter((sql) => sql.trim() !== '')
      .map((sql) => ({
        database: at(row, 'db_name'),
        question: at(row, 'question'),
        sql: withAllColumns(sql),
      })),
  );
}

/** `{a,b}` becomes `a, b`, and `{}` what the query's own braces named. */
function withAllColumns(sql: string): string {
  const named = [...sql.matchAll(/\{([^}]+)\}/g)].map(([, columns]) => columns).join(', ');
  return sql.replaceAll(/\{([^}]*)\}/g, (_, columns: string) => columns || named);
}

function csvRows(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)];
  const rows: string[][] = [[]];
  for (const [all, inQuotes, plain, end] of cells) {
    if (all === '') break;
    rows.at(-1)?.push(inQuotes?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
