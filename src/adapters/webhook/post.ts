import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { reachOf, type Reach } from './addresses.js';

/** The address that a name leads to is none that we may call. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowed: readonly Reach[];
  readonly signal: AbortSignal;
}

/**
 * Posts once and returns the status; follows no redirect and reads no body. The address is checked as it is connected
 * to, so that a name cannot lead elsewhere between the two. @throws AddressRefused, or what the connection says
 */
export function post(options: Post): Promise<{ status: number; retryAfter: string | undefined }> {
  const { url, headers, body, allowed, signal } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Names only are looked up: an address in the URL itself is checked here.
  if (isIP(host) !== 0 && !allowed.includes(reachOf(host))) return Promise.reject(refusal());
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const sent = request(
      url,
      {
        ...{ method: 'POST', agent: false, signal, lookup: lookupWithin(allowed) },
        headers: { ...headers, ...length },
      },
      (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
        });
        response.destroy();
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function lookupWithin(allowed: readonly Reach[]): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? refusal(), '');
      } else if (addresses.some(({ address }) => !allowed.includes(reachOf(address)))) {
        callback(refusal(), '');
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

function refusal(): AddressRefused {
  return new AddressRefused('The address is not one that may be called.');
}
