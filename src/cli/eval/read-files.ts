import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Document } from 'yaml';
import { readBaseline } from '../../domain/evaluation/baseline-schema.js';
import type { Evaluation } from '../../domain/evaluation/evaluation.js';
import { readSuite } from '../../domain/evaluation/suite-schema.js';
import type { Suite } from '../../domain/evaluation/suite.js';
import { UsageError } from '../failures.js';

/** @throws UsageError that names all that is wrong with the file */
export async function suiteOf(file: string): Promise<Suite> {
  const text = await contentOf(file, 'a suite in YAML');
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [syntax] = document.errors;
  if (syntax?.code === 'MULTIPLE_DOCS') {
    throw new UsageError(`${file} has several documents: keep one suite in a file, without ---.`);
  }
  if (syntax !== undefined) throw new UsageError(`${file} is no YAML: ${syntax.message.trim()}`);
  const read = readSuite(contentIn(document, file), basename(file).replace(/\.\w+$/, ''));
  if (read.kind === 'suite') return read.suite;
  const problems = read.problems.map((problem) => `  ${problem}`);
  throw new UsageError(`${file} is no suite (docs/evaluation.md):\n${problems.join('\n')}`);
}

/** An alias may stand for so much that it is refused. */
function contentIn(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new UsageError(`${file} has aliases that cannot be resolved: write them out.`, { cause });
  }
}

/** @throws UsageError */
export async function baselineOf(file: string): Promise<Evaluation> {
  const text = await contentOf(file, 'what --write-baseline wrote');
  const baseline = readBaseline(parsed(text));
  if (baseline === undefined) {
    throw new UsageError(`${file} is no baseline: give what --write-baseline wrote.`);
  }
  return baseline;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function contentOf(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: give ${what}.`, { cause });
  }
}
