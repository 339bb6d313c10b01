import type { IncomingHttpHeaders } from 'node:http';
import { readBlocks } from '../../domain/blocks.js';
import { isObject, objectsIn, type JsonObject } from './json.js';

/** One turn of the conversation, as plain text. */
export interface Turn {
  readonly role: string;
  readonly text: string;
}

/** What a request asks, as rules and scripts look at it. */
export interface Asked {
  /** From `x-surefoot-role`; '' where it is missing. */
  readonly role: string;
  /** From `x-surefoot-run`. */
  readonly run: string;
  readonly model: string;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly system: string;
  readonly turns: readonly Turn[];
  /** All user turns together. */
  readonly user: string;
  /** The text in the `<question>` block; the whole first user turn where there is none. */
  readonly question: string;
  readonly schema: JsonObject | undefined;
}

/** Reads a request that `checkRequest` has let through. */
export function readAsked(body: JsonObject, headers: IncomingHttpHeaders): Asked {
  const turns = objectsIn(body['messages']).map(({ role, content }) => ({
    role: String(role),
    text: textOf(content),
  }));
  const user = turns
    .filter(({ role }) => role === 'user')
    .map(({ text }) => text)
    .join('\n');
  const config = isObject(body['output_config']) ? body['output_config'] : {};
  const format = isObject(config['format']) ? config['format'] : {};
  return {
    role: headerOf(headers, 'x-surefoot-role'),
    run: headerOf(headers, 'x-surefoot-run'),
    model: String(body['model']),
    maxTokens: Number(body['max_tokens']),
    stream: body['stream'] === true,
    system: textOf(body['system'] ?? ''),
    turns,
    user,
    question: questionIn(user) ?? turns[0]?.text ?? '',
    schema: isObject(format['schema']) ? format['schema'] : undefined,
  };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return objectsIn(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('\n');
}

function questionIn(user: string): string | undefined {
  const value = readBlocks(user, 'question')[0]?.value;
  return isObject(value) && typeof value['text'] === 'string' ? value['text'] : undefined;
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
