import { printable } from './render/text.js';

/** How this program was called, so that what we suggest works when it is copied: npm's scripts put words in front. */
export function ownCommand(env: NodeJS.ProcessEnv, name: string, words: readonly string[]): string {
  const script = env['npm_lifecycle_event'];
  const called =
    script === name
      ? `npm run ${name} --`
      : script === 'surefoot' || script === 'demo'
        ? `npm run surefoot -- ${name}`
        : `surefoot ${name}`;
  return [called, ...words.map((word) => quoted(printable(word)))].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
