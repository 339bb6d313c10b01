import { withoutCommands } from '../../../domain/shown/without-commands.js';

type Child = Node | string | number | null | undefined | false | readonly Child[];

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Attributes that load, run or style nothing: what is not here cannot be set by mistake. */
type Known =
  | 'class'
  | 'id'
  | 'type'
  | 'name'
  | 'value'
  | 'for'
  | 'rows'
  | 'min'
  | 'max'
  | 'maxlength'
  | 'placeholder'
  | 'autocomplete'
  | 'required'
  | 'disabled'
  | 'checked'
  | 'open'
  | 'hidden'
  | 'selected'
  | 'role'
  | 'tabindex'
  | 'title'
  | 'scope'
  | 'colspan'
  | 'datetime'
  | 'enterkeyhint'
  | 'spellcheck'
  | `aria-${string}`
  | `data-${string}`;

/** An element whose children are text or elements: what anybody wrote stays text, whatever it looks like. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: { readonly [Name in Known]?: Attributes[string] } = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** The place of a page of ours, or an address of the web; anything else is shown as text. */
export function link(
  to: string,
  words: Child,
  attributes: { readonly class?: string; readonly 'aria-current'?: string | null } = {},
): HTMLElement {
  const own = /^(#|\/(?!\/))/.test(to);
  if (!own && !/^https?:\/\//i.test(to)) return element('span', {}, words, ` (${to})`);
  const made = element('a', attributes, words);
  made.href = to;
  if (!to.startsWith('#')) {
    made.target = '_blank';
    made.rel = 'noopener noreferrer';
  }
  return made;
}

export function button(
  words: Child,
  onPress: (pressed: HTMLButtonElement) => void,
  attributes: { readonly [Name in Known]?: Attributes[string] } = {},
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, words);
  made.addEventListener('click', () => onPress(made));
  return made;
}

/** What a reader who sees the page has before the eyes, and one who hears it does not. */
export function hidden(words: string): HTMLElement {
  return element('span', { class: 'only-heard' }, words);
}

/** In place of what was there. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svgElement(
  tag: string,
  attributes: Attributes,
  ...children: readonly Child[]
): SVGElement {
  const made = document.createElementNS(svgNamespace, tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

function setAttributes(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (isList(child)) append(parent, child);
    else if (typeof child === 'object') parent.append(child);
    else parent.append(document.createTextNode(withoutCommands(String(child))));
  }
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
