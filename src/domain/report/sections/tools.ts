import { compareMeasured, compareShares, fewestCompared } from '../compare.js';
import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { ToolRow } from '../rows.js';
import { againstBefore, datum } from '../words.js';

/** First tries and failures by tool. */
export function toolsSection(tools: Facts<ToolRow>): Section {
  const failing = tools.rows.filter(({ failures }) => failures > 0);
  const told = [...firstTries(tools), ...failing.slice(0, 3).map((row) => failed(tools, row))];
  return {
    id: 'tools',
    title: 'Tools',
    sentences:
      tools.rows.length === 0
        ? [['No tool was tried.']]
        : failing.length === 0
          ? [['No attempt of any tool failed.'], ...told]
          : told,
    advice: [],
    tables: [
      tableOf(
        tools,
        'First tries and failures by tool',
        [
          { label: 'tool', column: 'tool', unit: null },
          { label: 'first tries', column: 'first_tries', unit: 'count' },
          { label: 'succeeded', column: 'first_try_share', unit: 'share' },
          { label: 'before', column: 'first_try_share_before', unit: 'share' },
          { label: 'failed attempts', column: 'failures', unit: 'count' },
          { label: 'of them timeouts', column: 'timeouts', unit: 'count' },
          { label: 'most often', column: 'most_often', unit: null },
        ],
        { chart: { kind: 'bars', labels: 'tool', values: ['first_try_share'] } },
      ),
    ],
  };
}

/** Tools whose first tries went better or worse than the period before. */
export function firstTries(tools: Facts<ToolRow>): Sentence[] {
  return tools.rows.flatMap((row) => {
    const difference = compareShares(
      { part: row.first_try_successes, whole: row.first_tries },
      { part: row.first_try_successes_before, whole: row.first_tries_before },
    );
    if (difference !== 'higher' && difference !== 'lower') return [];
    return [
      [
        ...['First tries of ', datum(row.tool), ' succeeded in '],
        ...[figure(tools, row, 'first_try_share', 'share'), ' of '],
        ...[figure(tools, row, 'first_tries'), ', against '],
        ...[figure(tools, row, 'first_try_share_before', 'share'), ' of '],
        ...[figure(tools, row, 'first_tries_before'), ' the period before: '],
        `${againstBefore(difference, 'better', 'worse')}.`,
      ],
    ];
  });
}

function failed(tools: Facts<ToolRow>, row: ToolRow): Sentence {
  const often = row.most_often === null ? [] : [', most often with ', datum(row.most_often)];
  return [
    ...[datum(row.tool), ' failed '],
    ...[
      figure(tools, row, 'failures'),
      row.failures === 1 ? ' time (the period before ' : ' times (the period before ',
    ],
    ...[figure(tools, row, 'failures_before'), ')', ...often, '.'],
  ];
}

/** How long tools took, against the period before. */
export function latencySection(tools: Facts<ToolRow>): Section {
  const timed = tools.rows.filter(({ timed }) => timed > 0);
  const comparable = timed.filter((row) => Math.min(row.timed, row.timed_before) >= fewestCompared);
  const changed = slowerOrFaster(tools);
  return {
    id: 'latency',
    title: 'Latency',
    sentences:
      timed.length === 0
        ? [['Nothing was timed.']]
        : comparable.length === 0
          ? [['Too few to tell whether any tool is slower than the period before.']]
          : changed.length === 0
            ? [['No tool is clearly slower or faster than the period before.']]
            : changed,
    advice: [],
    tables: [
      tableOf(
        tools,
        'What successes took, without those from the cache',
        [
          { label: 'tool', column: 'tool', unit: null },
          { label: 'successes', column: 'timed', unit: 'count' },
          { label: 'half within', column: 'p50_ms', unit: 'ms' },
          { label: 'before', column: 'p50_ms_before', unit: 'ms' },
          { label: '95 in 100 within', column: 'p95_ms', unit: 'ms' },
          { label: 'before', column: 'p95_ms_before', unit: 'ms' },
        ],
        {
          rows: timed,
          chart: { kind: 'bars', labels: 'tool', values: ['p95_ms', 'p95_ms_before'] },
        },
      ),
    ],
  };
}

/** In milliseconds: nobody waits for less. */
const leastWait = 50;

export function slowerOrFaster(tools: Facts<ToolRow>): Sentence[] {
  return tools.rows.flatMap((row) => {
    const difference = compareMeasured(
      { value: row.p95_ms, count: row.timed },
      { value: row.p95_ms_before, count: row.timed_before },
      leastWait,
    );
    if (difference !== 'higher' && difference !== 'lower') return [];
    return [
      [
        ...['95 in 100 successes of ', datum(row.tool), ' came within '],
        ...[figure(tools, row, 'p95_ms', 'ms'), ', against '],
        ...[figure(tools, row, 'p95_ms_before', 'ms'), ' the period before: '],
        `${againstBefore(difference, 'slower', 'faster')}.`,
      ],
    ];
  });
}
