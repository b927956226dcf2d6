import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WholeCharacters } from './whole-characters.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Decodes each piece by itself: a piece that cuts a character in two throws. */
const textOf = (pieces: readonly Uint8Array[]) => pieces.map((piece) => new TextDecoder('utf-8', { fatal: true }).decode(piece)).join('');

describe('WholeCharacters', () => {
  it('gives every character once and whole, wherever the bytes are cut', () => {
    const texts = fc.array(fc.constantFrom('a', 'é', '—', '…', '漢', '😀', '\x1b[1m', '\n'), { maxLength: 30 });
    fc.assert(
      fc.property(texts, fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 40 }), (characters, sizes) => {
        const text = characters.join('');
        const bytes = utf8(text);
        const whole = new WholeCharacters();
        let [shown, at] = ['', 0];
        for (let index = 0; at < bytes.length; index += 1) {
          const size = (sizes[index % sizes.length] ?? 0) + 1;
          shown += textOf(whole.take(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(shown).toBe(text);
        expect(whole.isWithinCharacter).toBe(false);
      }),
    );
  });

  it('cuts what is long, and never in a character', () => {
    const text = '…'.repeat(100_000);
    const pieces = new WholeCharacters().take(utf8(text));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(65_536);
    expect(textOf(pieces)).toBe(text);
  });

  it('keeps no byte for ever that belongs to no character', () => {
    const whole = new WholeCharacters();
    expect(whole.take(Uint8Array.of(0xe2))).toEqual([]);
    expect(whole.take(Uint8Array.of(0x41, 0xff, 0x80, 0x80, 0x80, 0x80))).toEqual([Uint8Array.of(0xe2, 0x41, 0xff, 0x80, 0x80, 0x80, 0x80)]);
  });

  it('holds a copy, and forgets it when the terminal begins anew', () => {
    const whole = new WholeCharacters();
    const buffer = Uint8Array.of(0xe2, 0x80);
    whole.take(buffer);
    buffer.fill(0);
    expect(whole.take(Uint8Array.of(0x94))).toEqual([utf8('—')]);
    whole.take(Uint8Array.of(0xe2));
    expect(whole.isWithinCharacter).toBe(true);
    whole.forget();
    expect(whole.take(Uint8Array.of(0x41))).toEqual([Uint8Array.of(0x41)]);
  });
});
