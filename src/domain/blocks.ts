/** One delimited piece of data inside a prompt. */
export interface Block {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: unknown;
}

/**
 * Writes data into a prompt so that it stays data: JSON on one line between tags, with every `<` escaped, so that
 * nothing inside can close the block or open another.
 */
export function writeBlock(
  name: string,
  value: unknown,
  attributes: Block['attributes'] = {},
): string {
  const written = Object.entries(attributes).map(([key, text]) => ` ${key}=${quote(text)}`);
  return `<${name}${written.join('')}>\n${JSON.stringify(value).replaceAll(lineBreakingOrTag, escaped)}\n</${name}>`;
}

/** Reads back every block of that name, in order. Text that is not a block is passed over. */
export function readBlocks(text: string, name: string): Block[] {
  const pattern = new RegExp(`^<${name}((?: [a-z]+="[^"<>]*")*)>\\n(.*)\\n</${name}>$`, 'gm');
  return [...text.matchAll(pattern)].map(([, attributes = '', json = 'null']) => ({
    name,
    attributes: Object.fromEntries(
      [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        value,
      ]),
    ),
    value: JSON.parse(json) as unknown,
  }));
}

const lineBreakingOrTag = /[<\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function quote(text: string): string {
  return `"${text.replaceAll(/["<>\n]/g, '')}"`;
}
