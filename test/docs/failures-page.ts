import { readFile, writeFile } from 'node:fs/promises';
import { showFailures, type Shown } from './failures.js';

const page = new URL('../../docs/failures.md', import.meta.url);

const head = `# What a user sees when something fails

Every failure is an answer. These are the outputs of \`surefoot ask\` on the sample warehouse while something is wrong: what happened, what this answer is, and what to do. \`npm test\` produces them anew and compares; times and ids are masked. After a change that is meant: \`npm run docs:failures\`.
`;

/** The page as the product of today prints it. */
export async function renderFailures(): Promise<string> {
  return [head, ...(await showFailures()).map(section)].join('\n');
}

export async function writtenFailures(): Promise<string> {
  return await readFile(page, 'utf8');
}

export async function writeFailures(text: string): Promise<void> {
  await writeFile(page, text);
}

function section({ title, when, output }: Shown): string {
  return `## ${title}\n\n${when}\n\n\`\`\`\n${output}\n\`\`\`\n`;
}
