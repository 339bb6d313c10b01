import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ground } from '../../../src/domain/figures/ground.js';
import { honestTexts } from './honest-texts.js';
import { lies } from './lies.js';
import { figures, sampleEvidence } from './support.js';

describe('a text is grounded or refused', () => {
  const evidence = sampleEvidence();

  for (const text of honestTexts) {
    it(`passes: ${text}`, () => {
      const grounded = ground({ text, figures }, evidence);
      assert.deepEqual(grounded.findings, []);
      assert.doesNotMatch(grounded.text, /[{}\uE000\uE001]/);
    });
  }

  it('refuses a text that is too long to be an answer', () => {
    const { findings } = ground({ text: '一'.repeat(100_000), figures }, evidence);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['text_too_long'],
    );
  });

  for (const [text, code] of lies) {
    it(`refuses: ${text}`, () => {
      const grounded = ground({ text, figures }, evidence);
      assert.ok(
        grounded.findings.some((finding) => finding.code === code),
        JSON.stringify(grounded),
      );
      assert.equal(grounded.text, '');
    });
  }
});
