import { statusWords } from '../domain/shown/status-words.js';
import { exitCodes } from './render/status.js';
import type { Status } from '../domain/answer.js';

const rows = (Object.keys(exitCodes) as Status[]).map(
  (status) => `  ${exitCodes[status]}    ${status}: ${statusWords[status].toLowerCase()}`,
);

/** For the end of `--help`, so that scripts need no manual. */
export const exitCodesHelp: string = [
  '',
  'Exit codes:',
  ...rows,
  '  1    something is broken or out of reach',
  '  2    used wrongly, or another question under the same --id',
  '  130  left by Ctrl-C; the run goes on',
].join('\n');
