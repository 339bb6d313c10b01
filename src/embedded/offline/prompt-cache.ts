import { createHash } from 'node:crypto';
import { isObject, objectsIn, type JsonObject } from './json.js';

/** How a prompt's tokens were paid: sent plain, written to the prompt cache, or read from it. */
export interface PromptTokens {
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

/** Roughly, as the API counts: four characters a token. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** All tokens of a prompt: system, messages, tools and the output schema. */
export function promptTokens(body: JsonObject): number {
  return partsOf(body).reduce((tokens, { text }) => tokens + tokensOf(text), 0);
}

/**
 * Remembers which prefixes it has seen, as the API's prompt cache does. Where a block carries `cache_control`, all up to
 * it is a prefix; the longest one seen before is read, the rest up to the last mark is written. Never forgets.
 */
export function createPromptCache(): (body: JsonObject) => PromptTokens {
  const seen = new Set<string>();
  return (body) => {
    const hash = createHash('sha256').update(String(body['model']));
    let total = 0;
    let marked = 0;
    let read = 0;
    let ttl = '5m';
    for (const { text, cache } of partsOf(body)) {
      total += tokensOf(text);
      hash.update('\0').update(text);
      if (cache === undefined) continue;
      const prefix = hash.copy().digest('hex');
      if (seen.has(prefix)) read = total;
      seen.add(prefix);
      marked = total;
      ttl = cache;
    }
    const written = marked - read;
    return {
      input: total - marked,
      cacheWrite5m: ttl === '5m' ? written : 0,
      cacheWrite1h: ttl === '1h' ? written : 0,
      cacheRead: read,
    };
  };
}

interface Part {
  readonly text: string;
  /** The time to live, where a cached prefix ends here. */
  readonly cache: string | undefined;
}

/** In the order of the prompt: tools, schema, system, messages. */
function partsOf(body: JsonObject): readonly Part[] {
  const config = isObject(body['output_config']) ? body['output_config'] : {};
  const head = [...objectsIn(body['tools']), config['format']].filter(isObject).map((part) => ({
    text: JSON.stringify(part),
    cache: ttlOf(part),
  }));
  const messages = objectsIn(body['messages']);
  const parts = [
    ...head,
    ...contentParts(body['system']),
    ...messages.flatMap(({ content }) => contentParts(content)),
  ];
  const last = parts.pop();
  return last === undefined ? parts : [...parts, { ...last, cache: last.cache ?? ttlOf(body) }];
}

function contentParts(content: unknown): readonly Part[] {
  if (typeof content === 'string') return [{ text: content, cache: undefined }];
  return objectsIn(content).map((block) => ({
    text: typeof block['text'] === 'string' ? block['text'] : JSON.stringify(block),
    cache: ttlOf(block),
  }));
}

function ttlOf({ cache_control: control }: JsonObject): string | undefined {
  if (!isObject(control)) return undefined;
  return control['ttl'] === '1h' ? '1h' : '5m';
}
