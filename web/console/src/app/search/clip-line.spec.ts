import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clipLine } from './clip-line.js';

const shown = (line: string, ranges: [number, number][], columns: number) =>
  clipLine(line, ranges, columns).map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('clipLine', () => {
  it('marks every hit of a line that fits', () => {
    expect(shown('pass price.spec price', [[5, 10], [16, 21]], 40)).toBe('pass [price].spec [price]');
  });

  it('cuts the end when the hit is near the begin', () => {
    expect(shown('the price of all that is in the cart', [[4, 9]], 20)).toBe('the [price] of all th…');
  });

  it('cuts both ends around a hit in the middle', () => {
    expect(shown(`${'x'.repeat(50)} price ${'y'.repeat(50)}`, [[51, 56]], 20)).toBe('…xxxxx [price] yyyyyy…');
  });

  it('keeps the end when the hit is there', () => {
    expect(shown(`${'x'.repeat(50)} price`, [[51, 56]], 20)).toMatch(/^…x+ \[price\]$/);
  });

  it('shows the begin of a hit that does not fit', () => {
    expect(shown('x'.repeat(60), [[10, 50]], 20)).toMatch(/^…x*\[x+\]…$/);
  });

  it('never cuts a character in halves', () => {
    for (let columns = 8; columns < 40; columns += 1) {
      expect(clipLine('😀'.repeat(30), [[30, 32]], columns).every(({ text }) => /^(?:😀|…)+$/u.test(text))).toBe(true);
    }
  });

  it('fits, whatever the line, and loses nothing of the first hit that fits', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 8 }), fc.nat(200), fc.integer({ min: 20, max: 100 }), (before, length, after, columns) => {
        const line = 'a'.repeat(before) + 'H'.repeat(length) + 'b'.repeat(after);
        const parts = clipLine(line, [[before, before + length]], columns);
        const text = parts.map((part) => part.text).join('');
        expect(text.length).toBeLessThanOrEqual(columns);
        expect(parts.filter(({ hit }) => hit).map((part) => part.text).join('')).toBe('H'.repeat(length));
        if (line.length <= columns) expect(text).toBe(line);
      }),
    );
  });
});
