import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderRuns } from '../../../src/cli/render/runs.js';
import { createStyle } from '../../../src/cli/render/style.js';
import type { RunSummary } from '../../../src/ports.js';

const runId = '3e8933c5-da20-4bc0-9c4b-a02b06a7a413';
const run: RunSummary = {
  ...{ tenant: 'default', runId, question: 'Show revenue by region for Q4 2025', user: 'ada' },
  ...{ session: '', asOf: '2026-09-30', timeZone: 'UTC', mode: 'interactive', text: '' },
  ...{ status: 'answered', beganAt: '2026-11-27T00:30:01.000Z', endedAt: null },
  ...{ totalMs: 2_300, costUsd: 0.0123 },
};

for (const [width, change, line] of [
  [
    130,
    {},
    `${runId}  answered  2026-11-27 00:30  2.3 s  $0.0123  ada   Show revenue by region for Q4 2025`,
  ],
  [110, {}, `${runId}  answered  2026-11-27 00:30  2.3 s  ada   Show revenue by region for Q4 …`],
  [
    110,
    { costUsd: 0, user: '' },
    `${runId}  answered  2026-11-27 00:30  2.3 s  Show revenue by region for Q4 2025`,
  ],
  [80, {}, `${runId}  answered  2026-11-27 00:30  Show revenue …`],
] as const) {
  test(`a run's id stands whole in ${width} characters, and its question has what room there is`, () => {
    const lines = renderRuns([{ ...run, ...change }], { width, style: createStyle(false) });
    assert.equal(lines[2], line);
  });
}
