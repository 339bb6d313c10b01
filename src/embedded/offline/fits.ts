import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject } from './json.js';

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
const remembered = 50;

/** What keeps a value from fitting a schema, one line each; [] where it fits. */
export function misfits(value: unknown, schema: JsonObject): readonly string[] {
  const validate = compile(schema);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const meant = aboutWhatIsMeant(errors);
  return meant.length > 0 ? meant.map(told) : namesThatThereAre(errors);
}

function told({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath === '' ? 'the reply' : instancePath} ${message ?? 'does not fit'} ${JSON.stringify(params)}`;
}

/** A step of no tool: it is none of all that may stand there. */
function namesThatThereAre(errors: readonly ErrorObject[]): readonly string[] {
  const constants = errors.filter(({ keyword }) => keyword === 'const');
  const places = new Set(constants.map(({ instancePath }) => instancePath));
  return [...places].map((place) => {
    const names = constants.flatMap(({ instancePath, params }) =>
      instancePath === place ? [String(params['allowedValue'])] : [],
    );
    return `${place} must be one of ${names.join(', ')}`;
  });
}

/** Without what keeps a step from being one of another tool: only the tool that it names is meant. */
function aboutWhatIsMeant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const others = errors
    .filter(({ keyword, schemaPath }) => keyword === 'const' && schemaPath.includes('/anyOf/'))
    .map(({ schemaPath, instancePath }) => ({
      branch: schemaPath.replace(/properties\/[^/]+\/const$/, ''),
      place: instancePath.replace(/[^/]+$/, ''),
    }));
  return errors.filter(
    ({ keyword, schemaPath, instancePath }) =>
      keyword !== 'anyOf' &&
      !others.some(
        ({ branch, place }) => schemaPath.startsWith(branch) && instancePath.startsWith(place),
      ),
  );
}

/** Compiling takes longer than answering, and a server sees few schemas many times. */
function compile(schema: JsonObject): ReturnType<typeof ajv.compile> {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= remembered) compiled.clear();
  const { $schema: _dialect, $id: _name, ...rest } = schema;
  const validate = ajv.compile(rest);
  compiled.set(key, validate);
  return validate;
}
