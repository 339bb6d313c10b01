import { button, element, link } from '../elements.js';
import { keptKey } from '../server/key.js';
import { request } from '../server/request.js';
import { download } from './download.js';
import { failureNotice } from './notice.js';

/** A page of the server's: a link where no key is needed, since a link carries none; else a file to open. */
export function documentLink(path: string, words: string, fileName: string): HTMLElement {
  if (keptKey() === '') return link(path, words);
  const place = element('span');
  const save = async () => {
    try {
      const response = await request(path, { accept: 'text/html' });
      download(fileName, 'text/html;charset=utf-8', await response.text());
    } catch (error) {
      place.append(failureNotice(error));
    }
  };
  place.append(button(`${words} (file)`, () => void save(), { class: 'as-link' }));
  return place;
}
