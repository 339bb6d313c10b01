import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../../../src/domain/day.js';
import {
  addUnits,
  dayOf,
  lastMonth,
  nearestPeriod,
  periodName,
  startOf,
} from '../../../src/sql/help/calendar.js';

const data = { from: '2024-01-01', to: '2026-09-30' };

describe('periods near the data', () => {
  for (const [what, asked, near] of [
    ['the quarter after the end', ['2026-10-01', '2027-01-01'], 'Q3 2026'],
    ['a far quarter', ['2031-01-01', '2031-04-01'], 'Q3 2026'],
    ['a month', ['2026-10-01', '2026-11-01'], 'September 2026'],
    ['a year of which the data has a part', ['2027-01-01', '2028-01-01'], '2025'],
    ['a day', ['2026-10-05', '2026-10-06'], '2026-09-30'],
    ['seven days', ['2026-10-05', '2026-10-12'], '2026-09-24 to 2026-09-30'],
    ['the quarter before the beginning', ['2023-10-01', '2024-01-01'], 'Q1 2024'],
    ['a year before', ['2019-01-01', '2020-01-01'], '2024'],
    ['ten days before', ['2019-01-01', '2019-01-11'], '2024-01-01 to 2024-01-10'],
  ] as const) {
    it(`offers ${near} for ${what}`, () => {
      const [from, to] = asked;
      assert.equal(periodName(nearestPeriod({ from, to }, data)), near);
    });
  }

  it('offers whole units, and a part where the data has no more', () => {
    const middle = { from: '2024-02-10', to: '2024-03-05' };
    assert.equal(
      periodName(nearestPeriod({ from: '2024-07-01', to: '2024-10-01' }, middle)),
      'Q1 2024',
    );
    assert.equal(periodName(lastMonth(data)), 'September 2026');
    assert.equal(periodName(lastMonth({ from: '2024-01-01', to: '2026-09-29' })), 'August 2026');
  });

  it('always has a day with data in it', () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 500 }),
        day,
        fc.integer({ min: 0, max: 900 }),
        (from, days, begins, more) => {
          const has = { from: begins, to: addDays(begins, more) };
          const asked = { from, to: addDays(from, days) };
          fc.pre(asked.from > has.to || asked.to <= has.from);
          const near = nearestPeriod(asked, has);
          assert.ok(near.from < near.to && near.from <= has.to && near.to > has.from);
        },
      ),
    );
  });

  it('knows where units begin', () => {
    assert.equal(startOf('quarter', '2026-08-31'), '2026-07-01');
    assert.equal(addUnits('quarter', '2026-10-01', 1), '2027-01-01');
    assert.equal(addDays('2024-02-28', 1), '2024-02-29');
  });

  for (const [text, day] of [
    ['2026-09-30 23:59:59+00', '2026-09-30'],
    ['2026-09-30', '2026-09-30'],
    ['2026-02-30', undefined],
    ['infinity', undefined],
    ['0044-03-15 BC', undefined],
    ['30.9.2026', undefined],
  ] as const) {
    it(`reads ${text} as ${day}`, () => assert.equal(dayOf(text), day));
  }
});
