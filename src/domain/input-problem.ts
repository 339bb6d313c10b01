/**
 * Why a run cannot begin with this input, as a sentence; undefined where it can. For callers without types, whose
 * mistake would otherwise fail each workflow task, for ever. Asks only for what every recorded history has: a field
 * added here would end runs that began before it.
 */
export function inputProblem(input: unknown): string | undefined {
  const wrong = Object.entries(needed).flatMap(([type, paths]) =>
    paths.filter((path) => typeOf(at(input, path)) !== type).map((path) => `${path} is no ${type}`),
  );
  if (wrong.length === 0) return undefined;
  const [first = ''] = wrong;
  const more = wrong.length > 1 ? `, and ${wrong.length - 1} more` : '';
  return `This is not the input of a run (${first}${more}): start it with what \`startOptions(question)\` of the package surefoot returns.`;
}

const needed = {
  string: [
    'runId',
    ...['text', 'user', 'session', 'tenant', 'asOf', 'timeZone', 'locale'].map(
      (name) => `question.${name}`,
    ),
    'mode',
  ],
  number: [
    'budgetMs',
    ...['planRepairs', 'replans', 'answerRepairs', 'parallelSteps'].map((name) => `bounds.${name}`),
    ...['planMs', 'repairMs', 'interpretMs', 'recordMs', 'reviewGraceMs'].map(
      (name) => `bounds.${name}`,
    ),
  ],
  boolean: ['critical', 'fresh', 'searchAttributes'],
  object: ['approval', 'limits'],
};

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inside, name) =>
        typeof inside === 'object' && inside !== null && Object.hasOwn(inside, name)
          ? (inside as Readonly<Record<string, unknown>>)[name]
          : undefined,
      value,
    );
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
