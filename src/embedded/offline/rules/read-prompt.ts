import { isDay } from '../../../domain/day.js';
import { readBlocks } from '../../../domain/blocks.js';
import { isObject, objectsIn, type JsonObject } from '../json.js';

/** What the `<question>` block says. */
export interface AskedQuestion {
  readonly text: string;
  readonly asOf: string;
  readonly locale: string;
}

/** The question in a prompt; undefined where there is no such block. */
export function readQuestionBlock(text: string): AskedQuestion | undefined {
  const value = readBlocks(text, 'question')[0]?.value;
  if (!isObject(value)) return undefined;
  const { text: question, asOf, locale = 'en-US' } = value;
  return typeof question === 'string' && typeof asOf === 'string' && isDay(asOf)
    ? { text: question, asOf, locale: String(locale) }
    : undefined;
}

/** The objects listed in the last block of that name; undefined where there is none. */
export function listInLastBlock(text: string, name: string): readonly JsonObject[] | undefined {
  const block = readBlocks(text, name).at(-1);
  return block && objectsIn(block.value);
}

/** A turn before the question, as far as the rules look at it. */
export interface ToldTurn {
  readonly question: string;
  readonly asOf: string;
  readonly status: string;
}

export function isTurn(value: JsonObject): value is JsonObject & ToldTurn {
  const { question, asOf, status } = value;
  return (
    typeof question === 'string' &&
    typeof asOf === 'string' &&
    isDay(asOf) &&
    typeof status === 'string'
  );
}
