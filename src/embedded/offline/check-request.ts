import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './api-error.js';
import { checkSchema } from './check-schema.js';
import { isObject, type JsonObject } from './json.js';
import { findModel } from './models.js';

/** Who asks, and in which version. @throws ApiError 401 or 400 */
export function checkHeaders(headers: IncomingHttpHeaders): void {
  const bearer = /^Bearer\s+(\S+)/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  if (bearer === undefined && (typeof key !== 'string' || key.trim() === '')) {
    throw new ApiError(401, 'x-api-key header is required');
  }
  const version = headers['anthropic-version'];
  if (typeof version !== 'string') throw new ApiError(400, 'anthropic-version: header is required');
  if (!/^20\d\d-\d\d-\d\d$/.test(version)) {
    throw new ApiError(400, `anthropic-version: "${version}" is not a valid version`);
  }
}

/**
 * Holds a request to what the real API holds it to, for models of the 5.5 generation: what passes here passes there.
 * @throws ApiError 400, or 404 for a model that does not exist
 */
export function checkRequest(body: JsonObject): void {
  const { model, max_tokens: maxTokens } = body;
  const info = checkModel(model);
  if (maxTokens === undefined) throw new ApiError(400, 'max_tokens: Field required');
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens)) {
    throw new ApiError(400, 'max_tokens: Input should be a valid integer');
  }
  if (maxTokens < 1) {
    throw new ApiError(400, 'max_tokens: Input should be greater than or equal to 1');
  }
  if (info.max_tokens !== null && maxTokens > info.max_tokens) {
    throw new ApiError(
      400,
      `max_tokens: ${maxTokens} > ${info.max_tokens}, which is the maximum allowed number of output tokens for ${info.id}`,
    );
  }
  checkMessages(body['messages']);
  checkSystem(body['system']);
  for (const setting of ['temperature', 'top_p', 'top_k']) {
    if (body[setting] !== undefined && body[setting] !== null) {
      throw new ApiError(400, `${setting}: sampling parameters are not supported by this model`);
    }
  }
  checkToolChoice(body['tool_choice']);
  checkThinking(body['thinking'], info);
  checkOutputConfig(body['output_config'], info);
  checkNames(body);
}

/** What `MessageCreateParams` of the SDK has. */
const known: ReadonlySet<string> = new Set([
  ...['model', 'max_tokens', 'messages', 'system', 'stream', 'stop_sequences', 'metadata'],
  ...['thinking', 'tool_choice', 'tools', 'output_config', 'cache_control', 'container'],
  ...['diagnostics', 'inference_geo', 'service_tier', 'speed', 'user_profile_id', 'workspace_id'],
  ...['temperature', 'top_p', 'top_k'],
]);

function checkNames(body: JsonObject): void {
  const extra = Object.keys(body).find((name) => !known.has(name));
  if (extra !== undefined) throw new ApiError(400, `${extra}: Extra inputs are not permitted`);
}

/** What counting tokens asks of a request: all but what only an answer needs. @throws ApiError */
export function checkCountRequest(body: JsonObject): void {
  checkModel(body['model']);
  checkMessages(body['messages']);
  checkSystem(body['system']);
}

type Model = NonNullable<ReturnType<typeof findModel>>;

function checkModel(model: unknown): Model {
  if (model === undefined) throw new ApiError(400, 'model: Field required');
  if (typeof model !== 'string' || model === '') {
    throw new ApiError(400, 'model: Input should be a valid string');
  }
  const info = findModel(model);
  if (info === undefined) throw new ApiError(404, `model: ${model}`);
  return info;
}

function checkMessages(messages: unknown): void {
  if (messages === undefined) throw new ApiError(400, 'messages: Field required');
  if (!Array.isArray(messages)) throw new ApiError(400, 'messages: Input should be a valid list');
  if (messages.length === 0) {
    throw new ApiError(400, 'messages: at least one message is required');
  }
  for (const [index, message] of messages.entries()) {
    const at = `messages.${index}`;
    if (!isObject(message)) throw new ApiError(400, `${at}: Input should be a valid dictionary`);
    const { role, content } = message;
    if (role !== 'user' && role !== 'assistant' && role !== 'system') {
      throw new ApiError(400, `${at}.role: Input should be 'user', 'assistant' or 'system'`);
    }
    checkContent(content, at);
  }
  if (isObject(messages[0]) && messages[0]['role'] !== 'user') {
    throw new ApiError(400, "messages: first message must use the 'user' role");
  }
  const last: unknown = messages.at(-1);
  if (isObject(last) && last['role'] === 'assistant') {
    throw new ApiError(
      400,
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
}

function checkContent(content: unknown, at: string): void {
  if (content === undefined) throw new ApiError(400, `${at}.content: Field required`);
  const texts = typeof content === 'string' ? [content] : Array.isArray(content) ? content : [];
  if (texts.length === 0 || texts[0] === '') {
    throw new ApiError(400, `${at}: all messages must have non-empty content`);
  }
  for (const [index, block] of texts.entries()) {
    if (typeof block === 'string') continue;
    if (!isObject(block) || typeof block['type'] !== 'string') {
      throw new ApiError(400, `${at}.content.${index}.type: Field required`);
    }
    if (block['type'] === 'text') checkText(block['text'], `${at}.content.${index}`);
  }
}

function checkSystem(system: unknown): void {
  if (system === undefined || typeof system === 'string') return;
  if (!Array.isArray(system)) throw new ApiError(400, 'system: Input should be a valid list');
  for (const [index, block] of system.entries()) {
    if (!isObject(block) || block['type'] !== 'text') {
      throw new ApiError(400, `system.${index}.type: Input should be 'text'`);
    }
    checkText(block['text'], `system.${index}`);
  }
}

function checkText(text: unknown, at: string): void {
  if (typeof text !== 'string') throw new ApiError(400, `${at}.text: Field required`);
  if (text.trim() === '') {
    throw new ApiError(400, `${at}.text: text content blocks must contain non-whitespace text`);
  }
}

function checkToolChoice(choice: unknown): void {
  const type = isObject(choice) ? choice['type'] : undefined;
  if (type === 'any' || type === 'tool') {
    throw new ApiError(
      400,
      `tool_choice: forced tool use ('${type}') is not supported by this model`,
    );
  }
}

function checkThinking(thinking: unknown, { id, capabilities }: Model): void {
  if (thinking === undefined || thinking === null) return;
  const type = isObject(thinking) ? thinking['type'] : undefined;
  if (isObject(thinking) && type !== 'enabled' && thinking['budget_tokens'] !== undefined) {
    throw new ApiError(400, 'thinking.budget_tokens: Extra inputs are not permitted');
  }
  const types = capabilities?.thinking.types;
  const supported =
    type === 'adaptive' || type === 'between_tools' || type === 'disabled' || type === 'enabled'
      ? types?.[type].supported
      : undefined;
  if (supported === undefined) {
    throw new ApiError(
      400,
      "thinking.type: Input should be 'adaptive', 'between_tools', 'disabled' or 'enabled'",
    );
  }
  if (!supported) {
    throw new ApiError(400, `thinking.type: '${String(type)}' is not supported by ${id}`);
  }
}

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];

function checkOutputConfig(config: unknown, { id, capabilities }: Model): void {
  if (config === undefined || config === null) return;
  if (!isObject(config))
    throw new ApiError(400, 'output_config: Input should be a valid dictionary');
  const { effort, format } = config;
  if (effort !== undefined && effort !== null) {
    if (typeof effort !== 'string' || !efforts.includes(effort)) {
      throw new ApiError(400, `output_config.effort: Input should be one of ${efforts.join(', ')}`);
    }
    if (capabilities?.effort.supported === false) {
      throw new ApiError(400, `output_config.effort: ${id} does not support the effort parameter`);
    }
  }
  if (format === undefined || format === null) return;
  if (!isObject(format) || format['type'] !== 'json_schema') {
    throw new ApiError(400, "output_config.format.type: Input should be 'json_schema'");
  }
  const problems = checkSchema(format['schema']);
  if (problems.length > 0) {
    throw new ApiError(400, `output_config.format.${problems.join('; ')}`);
  }
}
