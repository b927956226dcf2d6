import { describe, expect, it } from '@jest/globals';
import { GlyphWidths } from './glyph-widths.js';

describe('the widths of characters', () => {
  /** Measures each as wide as its code point, and tells what was measured. */
  const measuring = () => {
    const measured: string[] = [];
    const measure = (characters: readonly string[]) => {
      measured.push(characters.join(''));
      return characters.map((character) => character.codePointAt(0) ?? 0);
    };
    return { measured, measure };
  };

  it('are measured together for what is common, and once', () => {
    const [widths, { measured, measure }] = [new GlyphWidths(), measuring()];
    expect([widths.width('13px', 'l', measure), widths.width('13px', '~', measure), widths.width('13px', ' ', measure)]).toEqual([0x6c, 0x7e, 0x20]);
    expect(measured).toHaveLength(1);
    expect(measured[0]).toHaveLength(95);
  });

  it('are measured alone for what is rare', () => {
    const [widths, { measured, measure }] = [new GlyphWidths(), measuring()];
    expect([widths.width('13px', '—', measure), widths.width('13px', '漢', measure), widths.width('13px', '—', measure)]).toEqual([0x2014, 0x6f22, 0x2014]);
    expect(measured).toEqual(['—', '漢']);
  });

  it('are those of their font', () => {
    const widths = new GlyphWidths();
    expect(widths.width('13px', 'x', (all) => all.map(() => 8))).toBe(8);
    expect(widths.width('12px', 'x', (all) => all.map(() => 7))).toBe(7);
    expect(widths.width('13px', 'x', () => [])).toBe(8);
  });

  it('are measured again when the page was not shown', () => {
    const widths = new GlyphWidths();
    expect(widths.width('13px', 'x', (all) => all.map(() => 0))).toBe(0);
    expect(widths.width('13px', 'x', (all) => all.map(() => 8))).toBe(8);
  });
});
