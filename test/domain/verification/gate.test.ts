import assert from 'node:assert/strict';
import { it, test } from 'node:test';
import * as fc from 'fast-check';
import { gate, type Review } from '../../../src/domain/verification/gate.js';

const finding = (code: string) => ({
  code,
  where: 'step revenue',
  what: 'It is wrong.',
  fix: 'Do it right.',
});
const review = (verdict: Review['verdict'], ...codes: string[]): Review => ({
  verdict,
  findings: codes.map(finding),
});

const table: readonly (readonly [
  what: string,
  rules: string[],
  word: Review | null,
  verdict: string,
  findings: string[],
  warnings: string[],
])[] = [
  ['rules and reviewer agree', [], review('confirmed'), 'confirmed', [], []],
  [
    'rules overrule a reviewer who is content',
    ['missing_column'],
    review('confirmed'),
    'refuted',
    ['missing_column'],
    [],
  ],
  ['rules need no reviewer', ['missing_column'], null, 'refuted', ['missing_column'], []],
  [
    'both have something to say',
    ['missing_column'],
    review('refuted', 'intent'),
    'refuted',
    ['missing_column', 'intent'],
    [],
  ],
  [
    'a doubt adds nothing to a refutation',
    ['missing_column'],
    review('inconclusive', 'doubt'),
    'refuted',
    ['missing_column'],
    [],
  ],
  ['the reviewer alone refutes', [], review('refuted', 'intent'), 'refuted', ['intent'], []],
  [
    'the reviewer refutes without a reason',
    [],
    review('refuted'),
    'refuted',
    ['review_refuted'],
    [],
  ],
  [
    'the reviewer cannot tell',
    [],
    review('inconclusive', 'doubt'),
    'inconclusive',
    [],
    ['review_inconclusive'],
  ],
  ['the review is late', [], null, 'inconclusive', [], ['review_inconclusive']],
];
for (const [what, rules, word, verdict, findings, warnings] of table) {
  it(what, () => {
    const outcome = gate({ findings: rules.map(finding), warnings: [] }, word);
    assert.equal(outcome.verdict, verdict);
    assert.deepEqual(
      outcome.findings.map(({ code }) => code),
      findings,
    );
    assert.deepEqual(
      outcome.warnings.map(({ code }) => code),
      warnings,
    );
  });
}

test('a finding by rule always refutes, and no warning is lost', () => {
  const codes = fc.array(fc.string(), { maxLength: 3 });
  const words = fc.option(
    fc.record({
      verdict: fc.constantFrom('confirmed', 'refuted', 'inconclusive'),
      findings: fc.constant([]),
    }),
  );
  fc.assert(
    fc.property(codes, codes, words, (rules, warned, word) => {
      const warnings = warned.map((code) => ({ code, message: '' }));
      const outcome = gate({ findings: rules.map(finding), warnings }, word);
      assert.deepEqual(outcome.warnings.slice(0, warnings.length), warnings);
      assert.equal(outcome.verdict === 'refuted', rules.length > 0 || word?.verdict === 'refuted');
      assert.equal(outcome.verdict === 'refuted', outcome.findings.length > 0);
    }),
  );
});
