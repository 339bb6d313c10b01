import { z } from 'zod';
import { isLoopbackHost } from '../domain/loopback.js';
import { parseTableList } from '../domain/table-list.js';

export const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a postgres:// URL',
});
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });
export const effort = oneOf(['low', 'medium', 'high']);
export const count = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
export const amount = (least: number, most: number, error: string) =>
  z.coerce.number({ error }).min(least, { error }).max(most, { error });
export const flag = oneOf(['on', 'off', 'true', 'false', '1', '0']).transform((word) =>
  /^(on|true|1)$/.test(word),
);

/** Comma-separated. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
/** As `orders, crm.people(id, region)`. */
export const tableList = z
  .string()
  .default('')
  .refine(
    (text) => parseTableList(text) !== undefined,
    'must be tables such as orders, crm.people(id, region), separated by commas',
  );
export const columnList = tableList.refine(
  (text) => parseTableList(text)?.every(({ columns }) => columns !== null) ?? true,
  'must name columns, such as customers(email, phone)',
);
const isLoopback = (url: URL) => isLoopbackHost(url.hostname);
export const webhookUrl = z.url('must be a URL').refine((text) => {
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  return safe && url.username === '' && url.password === '';
}, 'must be an https:// URL without a user (http:// only for loopback)');

export const webhookSecret = z
  .string()
  .regex(
    /^(whsec_)?([A-Za-z0-9+/]{4}){8,}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'must be whsec_ and at least 24 bytes in base64',
  );

const kindsOfReports = ['week', 'month', 'quarter'] as const;
export const reportKinds = z
  .string()
  .default('week, month, quarter')
  .transform((text) => (text === 'off' ? [] : text.split(',').map((word) => word.trim())))
  .pipe(z.array(oneOf(kindsOfReports), { error: 'must be off, or some of week, month, quarter' }));
export const otlpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
export const otlpProtocol = oneOf(['http/protobuf', 'http/json']);
/** OpenTelemetry's words, and the older true and false. There is content in spans, and no other place for it. */
export const messageContent = z
  .string()
  .toLowerCase()
  .pipe(oneOf(['no_content', 'span_only', 'event_only', 'span_and_event', 'true', 'false']))
  .transform((word) => ['span_only', 'span_and_event', 'true'].includes(word));
export const origins = list.refine(
  (all) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
  'must be origins such as https://hooks.example.com, separated by commas',
);
export const address = z
  .string()
  .regex(/^.+:\d{1,5}$/, 'must be a host and a port such as 127.0.0.1:7070');
export const percent = amount(0.1, 100, 'must be a number from 0.1 to 100');
export const times = amount(1, 1_000, 'must be a number from 1 to 1000');
