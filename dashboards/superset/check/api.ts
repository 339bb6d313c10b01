import { readFile } from 'node:fs/promises';
import type { RunningSuperset } from './start-superset.js';

/** Superset's REST API as an administrator. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  importBundle(zip: string): Promise<void>;
}

export async function logIn({ url, user, password }: RunningSuperset): Promise<Api> {
  let cookie = '';
  const headers: Record<string, string> = {};

  async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(`${url}/api/v1/${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(cookie !== '' && { cookie }), ...init.headers },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text.slice(0, 500)}`);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return JSON.parse(text) as T;
  }
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

  const login = { username: user, password, provider: 'db', refresh: false };
  const { access_token } = await call<{ access_token: string }>('security/login', json(login));
  headers['authorization'] = `Bearer ${access_token}`;
  // What writes is asked for it, together with the cookie of the session that it was given to.
  const { result } = await call<{ result: string }>('security/csrf_token/');
  Object.assign(headers, { 'x-csrftoken': result, referer: url });

  return {
    get: (path) => call(path),
    post: (path, body) => call(path, json(body)),
    async importBundle(zip) {
      const body = new FormData();
      body.set('bundle', new Blob([await readFile(zip)]), 'surefoot.zip');
      await call('assets/import/', { method: 'POST', body });
    },
  };
}
