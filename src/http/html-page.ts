import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** Programs get JSON, also those that take anything. */
export function wantsHtml(c: Context): boolean {
  const supports = ['application/json', 'text/html'];
  return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/html';
}

/** A page that says its own policy, in which a frame cannot be refused. */
export function htmlPage(c: Context, text: string): Response {
  return c.body(text, 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "frame-ancestors 'none'",
  });
}
