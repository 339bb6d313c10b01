import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decide, type Chances, type Decision } from '../../src/domain/decide.js';
import type { ToolError } from '../../src/domain/failure.js';
import type { Step } from '../../src/domain/plan.js';

/** As the table names them. */
const failures = {
  'user error': { class: 'user_error', error: 'impossible_period' },
  permanent: { class: 'permanent', error: 'unknown_column' },
  'breaker open': { class: 'transient', error: 'breaker_open' },
  'store away': { class: 'transient', error: 'store_unavailable' },
  transient: { class: 'transient', error: 'connection_lost' },
  timeout: { class: 'timeout', error: 'tool_timeout' },
  unknown: { class: 'unknown', error: 'tool_failed' },
} as const satisfies Record<string, Pick<ToolError, 'class' | 'error'>>;

interface Cell {
  readonly failure: keyof typeof failures;
  readonly onFailure: Step['onFailure'];
  readonly chances: Chances;
}

const cells: readonly Cell[] = [...everyCell()];

function* everyCell(): Generator<Cell> {
  const yesNo = [true, false];
  for (const failure of Object.keys(failures) as (keyof typeof failures)[])
    for (const onFailure of ['abort', 'skip', 'replan'] as const)
      for (const mode of ['interactive', 'background'] as const)
        for (const critical of yesNo)
          for (const rungsLeft of [['stale_cache', 'sample'], ['sample'], []] as const)
            for (const timeForRung of yesNo)
              for (const replansLeft of [0, 1])
                for (const timeForReplan of yesNo)
                  for (const wakeAtMs of [null, 60_000]) {
                    const left = { rungsLeft, timeForRung, replansLeft, timeForReplan, wakeAtMs };
                    yield { failure, onFailure, chances: { mode, critical, ...left } };
                  }
}

/** The columns of the table, as a cell has them. */
const read = {
  Failure: ({ failure }: Cell) => failure,
  Mode: ({ chances }: Cell) => chances.mode,
  'May wait': ({ chances }: Cell) => yes(chances.wakeAtMs !== null),
  'Rung left': ({ chances }: Cell) => yes(chances.rungsLeft.length > 0 && chances.timeForRung),
  onFailure: ({ onFailure }: Cell) => onFailure,
  'May replan': ({ chances }: Cell) => yes(chances.replansLeft > 0 && chances.timeForReplan),
  Critical: ({ chances }: Cell) => yes(chances.critical),
};

function yes(condition: boolean): string {
  return condition ? 'yes' : 'no';
}

interface Row {
  readonly text: string;
  readonly decision: string;
  readonly fits: (cell: Cell) => boolean;
}

const rows = tableIn('docs/architecture.md', '### What becomes of a failed step');

/** The first table under that heading; an empty field fits everything, a comma stands for "or". */
function tableIn(path: string, heading: string): readonly Row[] {
  const [, section = ''] = readFileSync(path, 'utf8').split(`${heading}\n`);
  const [head = '', , ...lines] = (section.match(/(?:^\|.*\|\n)+/m)?.[0] ?? '').trim().split('\n');
  const names = fieldsOf(head);
  assert.deepEqual(names, [...Object.keys(read), 'Then']);
  return lines.map((text) => {
    const fields = fieldsOf(text);
    return {
      text,
      decision: fields.at(-1) ?? '',
      fits: (cell) =>
        Object.values(read).every((column, index) => {
          const field = fields[index] ?? '';
          return field === '' || field.split(', ').includes(column(cell));
        }),
    };
  });
}

function fieldsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((field) => field.trim().replaceAll('`', ''));
}

for (const [index, row] of rows.entries()) {
  test(`row ${index + 1} of the table holds in every cell: ${row.text}`, () => {
    const own = cells.filter((cell) => rows.find(({ fits }) => fits(cell)) === row);
    assert.ok(own.length > 0, 'the rows above leave it something');
    for (const cell of own) {
      const { failure, onFailure, chances } = cell;
      const decision = decide({ onFailure }, failures[failure], chances);
      assert.deepEqual(decision, expected(row, chances), JSON.stringify(cell));
    }
  });
}

function expected({ decision: kind }: Row, { rungsLeft, wakeAtMs }: Chances): Decision {
  if (kind === 'rung') return { kind, rung: rungsLeft[0] ?? 'sample' };
  if (kind === 'wait') return { kind, untilMs: wakeAtMs ?? 0 };
  return { kind: kind as 'skip' | 'replan' | 'abort' | 'escalate' };
}

test('the table has an answer for every cell', () => {
  assert.equal(cells.length, 7 * 3 * 2 * 2 * 3 * 2 * 2 * 2 * 2);
  for (const cell of cells)
    assert.ok(
      rows.some(({ fits }) => fits(cell)),
      JSON.stringify(cell),
    );
});
