import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { againstBaseline } from '../../../src/domain/evaluation/against-baseline.js';
import { readBaseline } from '../../../src/domain/evaluation/baseline-schema.js';
import {
  outcomeOf,
  scoreOf,
  totalsOf,
  type Outcome,
} from '../../../src/domain/evaluation/evaluation.js';
import { readSuite } from '../../../src/domain/evaluation/suite-schema.js';
import { whyNotReady, type SuiteCase } from '../../../src/domain/evaluation/suite.js';
import { caseOf } from '../../../src/domain/evaluation-case.js';
import { anAnswer, anAnswerStep } from '../builders.js';

describe('a suite', () => {
  for (const [name, content, problem] of [
    ['an empty file', null, /^the file is empty: a suite has `cases:`, a list/],
    ['a bare list', [{ id: 'a', question: 'Q' }], /^the file is a list: .*put `cases:` above/],
    ['JSON with a comment, which YAML reads as text', '// c', /a comment begins with #/],
  ] as const) {
    it(`${name} is told what a suite looks like`, () => {
      const read = readSuite(content, 'x');
      assert.equal(read.kind, 'wrong');
      assert.match(read.kind === 'wrong' ? read.problems.join() : '', problem);
    });
  }

  test('what feedback makes loads as it is, and says what is still to be done', () => {
    const rated = (rating: 'up' | 'down') =>
      caseOf({
        ...{ runId: rating, question: 'Revenue?', asOf: '2026-09-30', rating, note: 'net' },
        answer: anAnswer({
          steps: [anAnswerStep({ id: 'a', resultId: 'a', sql: 'SELECT 1', warehouse: 'crm' })],
        }),
        bindings: {},
      });
    const [up, down] = casesOf({ cases: [rated('up'), rated('down')] });
    assert.equal(up && whyNotReady(up), undefined);
    assert.equal(up?.warehouse, 'crm');
    assert.match((down && whyNotReady(down)) ?? '', /rated down/);
    assert.match((up && whyNotReady({ ...up, sql: ' ' })) ?? '', /has no SQL/);
    assert.equal(up && whyNotReady({ ...up, sql: '', status: 'failed' }), undefined);
  });

  test('its defaults hold where a case says nothing', () => {
    const [own, none] = casesOf({
      ...{ asOf: '2026-01-01', tolerance: 0.1, locale: 'de-DE', warehouse: 'sales' },
      cases: [
        { id: 'a', question: 'A?', asOf: '2026-02-02', tolerance: 0, warehouse: 'crm' },
        { id: 'b', question: 'B?', also: ['select 1', { sql: 'select 2', warehouse: 'crm' }] },
      ],
    });
    assert.deepEqual([own?.warehouse, none?.warehouse], ['crm', 'sales']);
    assert.deepEqual(
      none?.also.map(({ warehouse }) => warehouse),
      ['sales', 'crm'],
    );
    assert.deepEqual([own?.asOf, own?.tolerance, own?.locale], ['2026-02-02', 0, 'de-DE']);
    assert.deepEqual([none?.asOf, none?.tolerance, none?.timeZone], ['2026-01-01', 0.1, 'UTC']);
  });

  for (const [name, content, problem] of [
    ['an unknown key', { cases: [{ id: 'a', question: 'A?', sqll: 'select 1' }] }, /sqll/],
    ['no cases', { cases: [] }, /must have a case/],
    ['nothing', null, /the file/],
    [
      'a day that is none',
      { cases: [{ id: 'a', question: 'A?', asOf: '2026-02-30' }] },
      /must be a day/,
    ],
    [
      'the same id twice',
      {
        cases: [
          { id: 'a', question: 'A?' },
          { id: 'a', question: 'B?' },
        ],
      },
      /a: two cases/,
    ],
  ] satisfies readonly (readonly [string, unknown, RegExp])[]) {
    it(`with ${name} is none, and says so`, () => {
      const read = readSuite(content, 'file');
      assert.match(read.kind === 'wrong' ? read.problems.join('\n') : 'it was read', problem);
    });
  }
});

test('a case that is right less often than in the baseline has regressed', () => {
  const score = (id: string, correct: number, runs = 1) => ({
    ...scoreOf(named(id), []),
    correct,
    runs,
  });
  assert.deepEqual(
    againstBaseline(
      { cases: [score('worse', 2, 3), score('same', 2, 4), score('better', 1), score('new', 0)] },
      { cases: [score('worse', 1), score('same', 1, 2), score('better', 0), score('gone', 1)] },
    ),
    { regressed: ['worse'], better: ['better'], added: ['new'], gone: ['gone'] },
  );
});

test('totals add up, and what they make is a baseline', () => {
  const outcomes = [
    outcome({ totalMs: 30 }),
    outcome({ totalMs: 10, correct: false, replans: 1, firstTry: false }),
  ];
  const totals = totalsOf(outcomes);
  assert.deepEqual(
    [totals.accuracy, totals.firstTry, totals.repairs, totals.p50Ms, totals.p95Ms, totals.costUsd],
    [0.5, 1, 1, 10, 30, 0.02],
  );
  const evaluation = {
    ...{ suite: 's', evaluatedAt: '2026-09-30T00:00:00.000Z', planners: ['offline'], totals },
    cases: [scoreOf(named('a'), outcomes)],
  };
  assert.deepEqual(
    readBaseline(JSON.parse(JSON.stringify({ ...evaluation, against: null }))),
    evaluation,
  );
  assert.equal(readBaseline({ suite: 's' }), undefined);
});

test('what a verified question planned is told apart from what a model did', () => {
  const { verification } = anAnswer();
  const verifiedPlan = { runId: 'v', verifiedAt: '2026-09-30T00:00:00.000Z' };
  const known = anAnswer({ verification: { ...verification, verifiedPlan } });
  assert.equal(outcomeOf(known, undefined).verifiedPlan, true);
  assert.equal(outcomeOf(anAnswer(), undefined).verifiedPlan, false);
});

function casesOf(content: unknown): readonly SuiteCase[] {
  const read = readSuite(content, 'file');
  assert.ok(read.kind === 'suite', JSON.stringify(read));
  return read.suite.cases;
}

function named(id: string) {
  return { id, question: `${id}?` };
}

function outcome(of: Partial<Outcome>): Outcome {
  return {
    ...{ runId: 'r', status: 'answered', correct: true, why: null, firstTry: true },
    verifiedPlan: false,
    ...{ planRepairs: 0, replans: 0, answerRepairs: 0, totalMs: 1, claudeCalls: 3, tokens: 9 },
    ...{ costUsd: 0.01, planner: 'offline' },
    ...of,
  };
}
