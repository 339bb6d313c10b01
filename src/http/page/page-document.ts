import { asIs, html, textOfMarkup } from '../../html/markup.js';
import type { PageFiles } from './page-files.js';

/** The one document of the page; its script fills it. */
export function pageDocument({ modules, style }: PageFiles): string {
  const [first = ''] = modules;
  return textOfMarkup(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Surefoot</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="${style}" />
          ${modules.map((path) => html`<link rel="modulepreload" href="${path}" /> `)}
          ${asIs(`<script type="module" src="${first}"></script>`)}
        </head>
        <body>
          <header></header>
          <main tabindex="-1"></main>
          <p id="said" class="only-heard" role="status"></p>
          <noscript
            ><p>
              This page needs JavaScript. The answers are also had by \`surefoot ask\`.
            </p></noscript
          >
        </body>
      </html> `,
  );
}

/**
 * What a browser may do for this page: its own script and style, requests to its own server, nothing inline, nothing from
 * elsewhere, in nobody's frame. Trusted types without a policy refuse every way in which text could become HTML.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
