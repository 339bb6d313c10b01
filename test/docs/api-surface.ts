import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What each entry of the package exports, as the build declares it, without comments: the page in which a review sees
 * that the public surface changes. Types that are only reached through others are left out.
 */
export function apiSurface(): string {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, { readonly types: string }>>;
  };
  const entries = Object.entries(exports).map(([name, { types }]) => {
    const declared = [...exportsOf(join(root, types))].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [`# surefoot${name.slice(1)}`, ...declared.map(([, text]) => text)].join('\n\n');
  });
  return `${entries.join('\n\n')}\n`;
}

/** Each exported name with its declaration. */
function exportsOf(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const statements = statementsOf(file);
  const imports = statements.flatMap(listed('import'));
  for (const statement of statements) {
    const [, source] = /^export (?:type )?\* from '([^']+)';$/.exec(statement) ?? [];
    if (source === undefined) continue;
    for (const [name, text] of exportsOf(beside(file, source))) found.set(name, text);
  }
  for (const statement of statements) {
    const name = nameOf(statement);
    if (name !== undefined && statement.startsWith('export ')) found.set(name, statement);
  }
  for (const { name, as, from } of statements.flatMap(listed('export'))) {
    const source = from ?? imports.find((each) => each.as === name)?.from;
    const text = source === undefined ? undefined : exportsOf(beside(file, source)).get(name);
    found.set(as, text ?? localOf(statements, name) ?? `export { ${name} } from '${source}';`);
  }
  return found;
}

function localOf(statements: readonly string[], name: string): string | undefined {
  return statements.find((statement) => nameOf(statement) === name);
}

function nameOf(statement: string): string | undefined {
  return /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|const|function) (\w+)/.exec(
    statement,
  )?.[1];
}

/** The names of `export { a, type b as c } from './d.js'`, or of an import. */
function listed(word: 'import' | 'export') {
  const pattern = new RegExp(`^${word} (?:type )?\\{([^}]*)\\}(?: from '([^']+)')?;$`);
  return (statement: string) => {
    const [, names = '', from] = pattern.exec(statement) ?? [];
    return names
      .split(',')
      .map((each) => each.trim().replace(/^type /, ''))
      .filter((each) => each !== '')
      .map((each) => {
        const [name = '', as = name] = each.split(' as ');
        return { name, as, from };
      });
  };
}

function beside(file: string, source: string): string {
  return source.startsWith('.') ? join(dirname(file), source.replace(/\.js$/, '.d.ts')) : file;
}

/** Statements at the top of a declaration file, each from its first line to where its brackets close. */
function statementsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^\s*\/\*\*[^]*?\*\/\n/gm, '');
  const statements: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    const depth = [...open.matchAll(/[{([]/g)].length - [...open.matchAll(/[})\]]/g)].length;
    if (depth > 0 || !/[;}]$/.test(line)) continue;
    statements.push(open.trim());
    open = '';
  }
  return statements;
}
