import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStyle } from '../../../src/cli/render/style.js';
import { renderTickets } from '../../../src/cli/render/tickets.js';
import type { Ticket } from '../../../src/ports.js';

const ticketId = 'T-0123456789ab';
const runId = '3e8933c5-da20-4bc0-9c4b-a02b06a7a413';
const ticket: Ticket = {
  ...{ ticketId, tenant: 'default', runId, cause: 'revenue: tool_timeout', priority: 'high' },
  ...{ status: 'open', openedAt: '2026-11-27T00:30:01.000Z' },
  ...{ resolution: null, resolvedBy: null, resolvedAt: null },
  body: { question: 'Show revenue by region for Q4 2025' },
};

for (const [width, line] of [
  [
    160,
    `${ticketId}  high      open    2026-11-27 00:30  ${runId}  revenue: tool_timeout  Show revenue by region for Q4 2025`,
  ],
  [110, `${ticketId}  high      open    ${runId}  Show revenue by region for Q4 2025`],
  [80, `${ticketId}  open    ${runId}  Show revenue by r…`],
] as const) {
  test(`a ticket and its run stand whole in ${width} characters, so that both can be copied`, () => {
    const lines = renderTickets([ticket], { width, style: createStyle(false) });
    assert.equal(lines[2], line);
  });
}
