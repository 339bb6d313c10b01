import { withoutCommands } from '../domain/shown/without-commands.js';

/** HTML that is safe to send as it is. Nothing that comes from JSON can have the symbol, so none can pass for it. */
export interface Markup {
  readonly [written]: string;
}

const written = Symbol('markup');

type Part = Markup | string | number | boolean | null | undefined | readonly Part[];

/**
 * A template whose values are escaped, unless they are markup themselves: html`<b>${name}</b>`. Lists are joined; false,
 * null and undefined are nothing. Values belong in text and in quoted attributes, never in tags or scripts.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) =>
    index < parts.length ? string + writtenPart(parts[index]) : string,
  );
  return { [written]: text.join('') };
}

export function textOfMarkup(markup: Markup): string {
  return markup[written];
}

/** Our own text, as it is: the style sheet. */
export function asIs(text: string): Markup {
  return { [written]: text };
}

function writtenPart(part: Part): string {
  if (part === null || part === undefined || part === false || part === true) return '';
  if (isList(part)) return part.map(writtenPart).join('');
  return typeof part === 'object' ? part[written] : escaped(String(part));
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return withoutCommands(text).replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '');
}
