import assert from 'node:assert/strict';
import { test } from 'node:test';
import { styleSheet } from '../../src/html/style-sheet.js';

/** The colours of `:root`, first the light ones and then the dark. */
const schemes = [...styleSheet.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, rules = '']) =>
    new Map(
      [...rules.matchAll(/--(\w+): #([0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
    ),
);

/** As WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('whatever is written can be read, in light and dark', () => {
  assert.equal(schemes.length, 2);
  for (const colours of schemes) {
    const of = (name: string) => colours.get(name) ?? assert.fail(name);
    for (const ground of ['paper', 'shade', 'mark']) {
      for (const text of ['ink', 'soft', 'link', 'good', 'doubt', 'bad']) {
        const found = contrast(of(text), of(ground));
        assert.ok(found >= 4.5, `${text} on ${ground}: ${found.toFixed(2)}`);
      }
    }
  }
});
