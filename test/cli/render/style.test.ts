import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStyle, wantsColour } from '../../../src/cli/render/style.js';

for (const [name, env, isTerminal, colour] of [
  ['a terminal gets colour', {}, true, true],
  ['a pipe does not', {}, false, false],
  ['a dumb terminal does not', { TERM: 'dumb' }, true, false],
  ['NO_COLOR forbids it', { NO_COLOR: '1' }, true, false],
  ['an empty NO_COLOR says nothing', { NO_COLOR: '' }, true, true],
  ['FORCE_COLOR demands it', { FORCE_COLOR: '1' }, false, true],
  ['FORCE_COLOR=0 forbids it', { FORCE_COLOR: '0' }, true, false],
  ['NO_COLOR wins over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
] satisfies [string, NodeJS.ProcessEnv, boolean, boolean][]) {
  test(name, () => assert.equal(wantsColour(env, isTerminal), colour));
}

test('without colour the text stays as it is', () => {
  assert.equal(createStyle(false).red('x'), 'x');
  assert.equal(createStyle(true).red('x'), '\u001b[31mx\u001b[39m');
});
