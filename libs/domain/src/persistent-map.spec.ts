import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyMap, valueOf, withValue } from './persistent-map.js';

describe('a persistent map', () => {
  it('has what a Map has, whatever is set in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.nat()), { maxLength: 400 }), (entries) => {
        const expected = new Map<string, number>();
        let map = emptyMap<number>();
        for (const [key, value] of entries) {
          expected.set(key, value);
          map = withValue(map, key, value);
        }
        for (const [key] of entries) expect(valueOf(map, key)).toBe(expected.get(key));
        expect(valueOf(map, 'not there')).toBeUndefined();
      }),
    );
  });

  it('keeps apart keys that have the same hash', () => {
    // FNV-1a makes the same 32 bits of both words, and so of any row of four of them: 16 keys, more than a leaf takes.
    const keys = rows(4, ['costarring', 'liquid']);
    expect(keys).toHaveLength(16);
    let map = emptyMap<string>();
    for (const key of [...keys, ...Array.from({ length: 20 }, (_, index) => `other-${index}`)]) map = withValue(map, key, key);
    for (const key of keys) expect(valueOf(map, key)).toBe(key);
  });

  it('does not change the map that it is given', () => {
    let map = emptyMap<number>();
    for (let index = 0; index < 100; index++) map = withValue(map, `key-${index}`, index);
    withValue(withValue(map, 'key-7', -1), 'new', 1);
    expect([valueOf(map, 'key-7'), valueOf(map, 'new')]).toEqual([7, undefined]);
  });
});

/** Every row of so many words. */
function rows(length: number, words: readonly string[]): string[] {
  return length === 0 ? [''] : rows(length - 1, words).flatMap((row) => words.map((word) => row + word));
}
