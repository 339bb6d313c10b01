import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';

const page = new URL('../../docs/tool-call-log.md', import.meta.url);
const begins = '<!-- From the comments in the store: npm run docs:views -->\n';
const ends = '<!-- End of what is written by npm run docs:views -->\n';

export interface ViewWords {
  readonly view: string;
  /** '' for the view itself. */
  readonly column: string;
  readonly says: string | null;
}

/** The views of a migrated store with their columns, in order, and what the comments say of each. */
export async function viewWords(url: string): Promise<readonly ViewWords[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<ViewWords>(
      `select c.relname as view, coalesce(a.attname, '') as column,
              case when a.attnum is null then obj_description(c.oid, 'pg_class')
                   else col_description(c.oid, a.attnum) end as says
       from pg_class c
       cross join lateral (
         select null as attname, null as attnum
         union all
         select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0
       ) a
       where c.relnamespace = 'surefoot'::regnamespace and c.relkind = 'v'
       order by c.relname, a.attnum nulls first`,
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** What the page should say of them. */
export function viewsSection(words: readonly ViewWords[]): string {
  return words
    .map(({ view, column, says }) =>
      column === ''
        ? `\n### ${view}\n\n${says}\n\n| column | what it says |\n| --- | --- |\n`
        : `| \`${column}\` | ${says} |\n`,
    )
    .join('');
}

/** What it says. */
export async function writtenViews(): Promise<string> {
  return (await parts())[1];
}

/** Writes it anew. */
export async function writeViews(section: string): Promise<void> {
  const [before, , after] = await parts();
  await writeFile(page, `${before}${begins}${section}${ends}${after}`);
}

async function parts(): Promise<readonly [string, string, string]> {
  const [before = '', rest = ''] = (await readFile(page, 'utf8')).split(begins);
  const [section = '', after = ''] = rest.split(ends);
  return [before, section, after];
}
