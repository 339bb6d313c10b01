import { withoutInvisible } from './figures/evidence.js';

/**
 * Claude's words, and cells among them, as an answer keeps them. Paragraphs, lists, emphasis and code stay; tags, links,
 * images, headings and quotes are escaped, so that a reader who renders Markdown or HTML sees them as typed and loads
 * nothing. Not for text that has been through it.
 */
export function safeText(text: string): string {
  return withoutInvisible(text)
    .replaceAll(/<(?=[\p{L}/!?])/gu, '&lt;')
    .replaceAll(/\](?=[([:])/g, '\\]')
    .replaceAll(/(?<=\p{L}:\/)\/(?=\S)/gu, '\\/')
    .replaceAll(/(?<![\p{L}\d])(?=www\.|mailto:)/giu, '\\')
    .replaceAll(/^(?=[ \t]{0,3}(?:#{1,6}\s|>|={3,}|\|))/gm, '\\');
}

/** The words of a safe text where nothing renders them, such as on a terminal. */
export function asTyped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll(/\\(?=[\]/#>=| \t]|www\.|mailto:)/giu, '');
}
