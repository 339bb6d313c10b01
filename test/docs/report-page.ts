import { readFile, writeFile } from 'node:fs/promises';
import { renderMarkdown } from '../../src/domain/report/render/markdown.js';
import type { Report } from '../../src/domain/report/report.js';

const page = new URL('../../docs/reports-example.md', import.meta.url);

const head = `<!-- Made by \`npm run docs:reports\`, and compared by \`npm test\`. -->

`;

/** The example as \`surefoot report week\` prints it. */
export function renderExample(report: Report): string {
  return `${head}${renderMarkdown(report)}`;
}

export async function writtenExample(): Promise<string> {
  return await readFile(page, 'utf8');
}

export async function writeExample(text: string): Promise<void> {
  await writeFile(page, text);
}
