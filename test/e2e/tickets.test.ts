import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { startStack, type Stack } from '../stack.js';
import { scriptFile } from './scripts.js';
import { answerTo, loggedAttempts } from './watching.js';

interface Delivery {
  readonly id: unknown;
  readonly message: unknown;
}

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const deliveries: Delivery[] = [];
/** What the receiver answers, in order; the last one for good. */
let statuses: number[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const message = new Webhook(secret).verify(body, request.headers as Record<string, string>);
    deliveries.push({ id: request.headers['webhook-id'], message });
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    response.writeHead(status ?? 204).end();
  });
});
/** No model can be had. */
const script = scriptFile([{ name: 'away', run: '^away', reply: { status: 418 } }]);
let stack: Stack;

before(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  stack = await startStack({
    script: script.path,
    env: {
      SUREFOOT_TICKET_WEBHOOK_URL: `${origin}/hidden-path`,
      SUREFOOT_TICKET_WEBHOOK_SECRET: secret,
      SUREFOOT_WEBHOOK_ORIGINS: origin,
      TEMPORAL_UI_URL: 'http://ui.test',
      // Breakers are another test's.
      SUREFOOT_BREAKER_FAILURES: '1000',
    },
  });
  await stack.worker();
});
after(async () => {
  receiver.close();
  await stack?.close();
});

const question = 'How many orders are there?';
const statusOf = (id: string) => stack.store.tickets.find(id).then((ticket) => ticket?.status);
async function historyOf(runId: string): Promise<string> {
  const handle = stack.temporal.workflow.getHandle(`surefoot/default/${runId}`);
  const { events } = await handle.fetchHistory();
  return JSON.stringify(events, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
}

test('a webhook that fails once is told again, of the same one ticket, and the secret stays ours', async () => {
  statuses = [500, 204];
  deliveries.length = 0;
  const runId = 'away-once';
  const answer = await answerTo(stack, question, { id: runId, critical: true });
  assert.equal(answer.status, 'escalated', answer.text);
  const { ticket } = answer;
  assert.ok(ticket !== null);
  assert.deepEqual(
    deliveries.map(({ id }) => id),
    [ticket, ticket],
  );
  const [first] = deliveries;
  assert.ok(first !== undefined);
  const { data } = first.message as { readonly data: Readonly<Record<string, unknown>> };
  assert.equal(data['question'], question);
  assert.match(String(data['link']), /^http:\/\/ui\.test\/namespaces\/default\/workflows\//);
  assert.equal(data['priority'], 'high');

  const tickets = await stack.store.tickets.list({});
  assert.equal(tickets.filter((each) => each.runId === runId).length, 1);
  const events = await stack.store.runs.events({ tenant: 'default', runId }, 0, 100);
  assert.equal(events.filter(({ kind }) => kind === 'ticket.opened').length, 1);
  const attempts = await loggedAttempts(stack, runId);
  assert.deepEqual(
    [attempts.get('ticket.0.1.1'), attempts.get('ticket.0.1.2')],
    ['error', 'success'],
  );
  assert.doesNotMatch(await historyOf(runId), new RegExp(`hidden-path|${secret.slice(6, 20)}`));
});

test('a webhook that stays down leaves the ticket, and the answer warns of it', async () => {
  statuses = [404];
  const answer = await answerTo(stack, question, { id: 'away-down', critical: true });
  assert.equal(answer.status, 'escalated', answer.text);
  assert.match(
    answer.warnings.find(({ code }) => code === 'ticket_not_delivered')?.message ?? '',
    /^The ticket webhook at 127\.0\.0\.1:\d+ answered 404\.$/,
  );
  assert.equal(await statusOf(answer.ticket ?? ''), 'open');
});

test('a background run waits for the ticket’s answer and records it as the person’s', async () => {
  statuses = [204];
  const run = await stack.surefoot.ask(question, {
    ...{ id: 'away-background', asOf: stack.asOf, critical: true, background: true },
  });
  let ticket: string | null = null;
  for await (const event of run.events()) {
    if (event.kind === 'ticket.opened') ticket = String(event.data['ticketId']);
    if (ticket !== null) break;
  }
  assert.ok(ticket !== null);
  const { told } = await stack.surefoot.tickets.resolve(ticket, { answer: 'About 42.', by: 'ada' });
  assert.equal(told, true);
  const answer = await run.result();
  assert.deepEqual([answer.status, answer.text, answer.ticket], ['degraded', 'About 42.', ticket]);
  const known = await stack.store.runs.find({ tenant: 'default', runId: run.runId });
  assert.equal(known?.answer?.text, 'About 42.');
});
