import { parseArgs } from 'node:util';
import { table } from '../report.js';
import { alerts } from './alerts.js';
import { attacks } from './attacks.js';
import { mutations } from './mutations.js';
import { sampling } from './sampling.js';
import { texts } from './texts.js';
import type { Study } from './study.js';

/**
 * What the guard and the verifier let through, measured without a model. Names of studies choose them; exits 1 where one
 * misses its aim.
 */
const studies: Readonly<Record<string, Study>> = { attacks, texts, mutations, sampling, alerts };

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => studies[name] === undefined);
if (unknown.length > 0) {
  throw new Error(
    `No study is named ${unknown.join(', ')}. There are: ${Object.keys(studies).join(', ')}.`,
  );
}

for (const [name, study] of Object.entries(studies)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const { head, rows, missed } = await study.run();
  process.stdout.write(`\n${study.title}\n\n${table(head, rows)}\n`);
  for (const line of missed) process.stdout.write(`MISSED: ${line}\n`);
  if (missed.length > 0) process.exitCode = 1;
}
