import type { ZodError } from 'zod';
import { HttpProblem, type FieldProblem } from './problem.js';

type Checked =
  | { readonly success: true }
  | { readonly success: false; readonly target: string; readonly error: ZodError };

/** What the schemas hold against a request, each at its place. @throws HttpProblem */
export function refuseInvalid(checked: Checked): void {
  if (checked.success) return;
  const errors = checked.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) =>
          fieldProblem(checked.target, [...issue.path, key], 'is no field of this'),
        )
      : [fieldProblem(checked.target, issue.path, issue.message)],
  );
  const words = [...new Set(errors.map(sentence))].join(' ');
  throw new HttpProblem('invalid', words, { errors });
}

function fieldProblem(target: string, path: readonly PropertyKey[], detail: string): FieldProblem {
  const names = path.map(String);
  if (target === 'json') {
    const escaped = names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'));
    return { pointer: `#${escaped.map((name) => `/${name}`).join('')}`, detail };
  }
  const name = names.join('.');
  return target === 'header' ? { header: name, detail } : { parameter: name, detail };
}

function sentence({ pointer, parameter, header, detail }: FieldProblem): string {
  const where = parameter ?? header ?? pointer?.slice(2).replaceAll('/', '.') ?? '';
  return `${where === '' ? 'The body' : where}: ${detail.replace(/\.?$/, '.')}`;
}
