import { isObject, stringsIn, type JsonObject } from './json.js';

/** How many properties without `required`, and how many unions, one request's schema may hold. */
const maxOptional = 24;
const maxUnions = 16;

const annotations = new Set(['title', 'description', 'default', '$schema', '$id', '$comment']);
const always = new Set([
  ...annotations,
  'type',
  'enum',
  'const',
  'anyOf',
  'allOf',
  '$ref',
  '$defs',
  'definitions',
]);
const byType = new Map([
  ['object', new Set(['properties', 'required', 'additionalProperties'])],
  ['array', new Set(['items', 'minItems'])],
  ['string', new Set(['format'])],
  ['number', new Set<string>()],
  ['integer', new Set<string>()],
  ['boolean', new Set<string>()],
  ['null', new Set<string>()],
]);
const formats = new Set(
  'date-time time date duration email hostname uri ipv4 ipv6 uuid'.split(' '),
);

/**
 * What is wrong with a schema for structured outputs, all at once; [] for nothing. The subset is what the SDK's own
 * transform lets through, so that a schema it would have changed is refused here instead of being changed in silence.
 */
export function checkSchema(schema: unknown): readonly string[] {
  const problems: string[] = [];
  const count = { optional: 0, unions: 0 };
  if (!isObject(schema)) return ['schema: must be an object'];
  walk(schema, 'schema');
  problems.push(...recursionIn(schema));
  if (count.optional > maxOptional) {
    problems.push(
      `schema: too many optional parameters (${count.optional}), at most ${maxOptional}: make them required`,
    );
  }
  if (count.unions > maxUnions) {
    problems.push(
      `schema: too many parameters with union types (${count.unions}), at most ${maxUnions}`,
    );
  }
  return problems;

  function walk(node: unknown, at: string): void {
    if (!isObject(node)) {
      problems.push(`${at}: must be an object, as a schema that accepts anything is not supported`);
      return;
    }
    const types = typesOf(node);
    if (
      types.length === 0 &&
      !['enum', 'const', 'anyOf', 'allOf', '$ref'].some((key) => key in node)
    ) {
      problems.push(`${at}: has no type`);
    }
    for (const type of types) {
      if (!byType.has(type)) problems.push(`${at}: type '${type}' is not supported`);
    }
    for (const key of Object.keys(node)) {
      const allowed = always.has(key) || types.some((type) => byType.get(type)?.has(key));
      if (!allowed) {
        const of = types.length === 0 ? '' : `For '${types.join(', ')}' type, `;
        problems.push(`${at}: ${of}property '${key}' is not supported`);
      }
    }
    if (Array.isArray(node['anyOf']) || types.length > 1) count.unions += 1;
    if (
      Array.isArray(node['enum']) &&
      node['enum'].some((value) => isObject(value) || Array.isArray(value))
    ) {
      problems.push(`${at}.enum: only strings, numbers, booleans and null are supported`);
    }
    const { format } = node;
    if (format !== undefined && (typeof format !== 'string' || !formats.has(format))) {
      problems.push(`${at}: format ${JSON.stringify(format)} is not supported`);
    }
    if (types.includes('object')) checkObject(node, at);
    if (types.includes('array')) checkArray(node, at);
    checkReference(node, at);
    for (const [key, child] of childrenOf(node)) walk(child, `${at}.${key}`);
  }

  function checkObject(node: JsonObject, at: string): void {
    if (node['additionalProperties'] !== false) {
      problems.push(
        `${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`,
      );
    }
    const required = new Set(stringsIn(node['required']));
    const properties = isObject(node['properties']) ? Object.keys(node['properties']) : [];
    count.optional += properties.filter((name) => !required.has(name)).length;
    for (const name of required) {
      if (!properties.includes(name)) problems.push(`${at}: requires '${name}', which it lacks`);
    }
  }

  function checkArray(node: JsonObject, at: string): void {
    if (node['items'] === undefined) problems.push(`${at}: For 'array' type, 'items' is missing`);
    const { minItems = 0 } = node;
    if (minItems !== 0 && minItems !== 1) {
      problems.push(
        `${at}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`,
      );
    }
  }

  function checkReference(node: JsonObject, at: string): void {
    const { $ref } = node;
    if ($ref === undefined) return;
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) {
      problems.push(`${at}: external $ref is not supported`);
    } else if (isObject(schema) && resolve(schema, $ref) === undefined) {
      problems.push(`${at}: $ref '${$ref}' leads nowhere`);
    }
  }
}

function typesOf(node: JsonObject): readonly string[] {
  const { type } = node;
  return typeof type === 'string' ? [type] : stringsIn(type);
}

function childrenOf(node: JsonObject): readonly (readonly [string, unknown])[] {
  const named = (key: string) =>
    isObject(node[key])
      ? Object.entries(node[key]).map(([name, child]) => [`${key}.${name}`, child] as const)
      : [];
  const listed = (key: string) =>
    Array.isArray(node[key])
      ? node[key].map((child: unknown, index) => [`${key}.${index}`, child] as const)
      : [];
  return [
    ...named('properties'),
    ...named('$defs'),
    ...named('definitions'),
    ...listed('anyOf'),
    ...listed('allOf'),
    ...('items' in node ? [['items', node['items']] as const] : []),
  ];
}

function resolve(root: JsonObject, reference: string): unknown {
  const path = reference
    .slice(1)
    .split('/')
    .filter((part) => part !== '');
  return path.reduce<unknown>((node, part) => (isObject(node) ? node[part] : undefined), root);
}

/** A definition that reaches itself makes an endless grammar. */
function recursionIn(root: JsonObject): readonly string[] {
  const problems = new Set<string>();
  visit(root, [], '#');
  return [...problems];

  function visit(node: unknown, open: readonly unknown[], name: string): void {
    if (!isObject(node)) return;
    if (open.includes(node)) {
      problems.add(`schema: recursive schemas are not supported ('${name}' reaches itself)`);
      return;
    }
    if (typeof node['$ref'] === 'string') {
      visit(resolve(root, node['$ref']), [...open, node], node['$ref']);
    }
    for (const [key, child] of childrenOf(node)) {
      // A definition counts where it is used.
      if (!key.startsWith('$defs.') && !key.startsWith('definitions.'))
        visit(child, [...open, node], name);
    }
  }
}
