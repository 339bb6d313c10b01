import { createHash } from 'node:crypto';
import { asIs, html, textOfMarkup, type Markup } from './markup.js';
import { styleSheet } from './style-sheet.js';

/**
 * One self-contained page: no script, and no other resource than its own style sheet, which its policy holds a browser
 * to even where something slipped through.
 */
export function page({ title, body }: { readonly title: string; readonly body: Markup }): string {
  return textOfMarkup(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          ${style}
        </head>
        <body>
          ${body}
        </body>
      </html> `,
  );
}

/** Put together by hand: a formatter of templates would add white space, and the hash is of every character. */
const style = asIs(`<style>${styleSheet}</style>`);
const hash = createHash('sha256').update(styleSheet).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
