import { Hono } from 'hono';
import { pageDocument, pageHeaders } from './page-document.js';
import { pageFiles } from './page-files.js';

/** The page at `/`, and what it is made of. It is the same for everybody and asks the API for all that it shows. */
export function createPage(files = pageFiles()): Hono {
  const page = new Hono();
  const document = pageDocument(files);
  page.get('/', (c) => c.html(document, 200, { ...pageHeaders, 'cache-control': 'no-cache' }));
  for (const [path, { type, body }] of files.files) {
    page.get(path, (c) => c.body(body, 200, { 'content-type': type, 'cache-control': forGood }));
  }
  return page;
}

const forGood = 'public, max-age=31536000, immutable';
