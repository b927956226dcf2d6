import { describe, expect, it } from '@jest/globals';
import { Chunker, COALESCE_MS, MAX_CHUNK_BYTES } from './chunker.js';
import { HandClock } from './hand-clock.js';

const text = (value: string) => new TextEncoder().encode(value);

function given() {
  const clock = new HandClock();
  const emitted: Uint8Array[] = [];
  const chunker = new Chunker(clock, (bytes) => emitted.push(bytes));
  const texts = () => emitted.map((bytes) => new TextDecoder().decode(bytes));
  return { clock, chunker, emitted, texts };
}

describe('Chunker', () => {
  it('sends the first bytes at once', () => {
    const { chunker, texts } = given();
    chunker.push(text('a'));
    expect(texts()).toEqual(['a']);
  });

  it('joins what follows within the window into one chunk', () => {
    const { clock, chunker, texts } = given();
    chunker.push(text('a'));
    chunker.push(text('b'));
    clock.pass(1);
    chunker.push(text('c'));
    expect(texts()).toEqual(['a']);
    clock.pass(COALESCE_MS - 1);
    expect(texts()).toEqual(['a', 'bc']);
  });

  it('sends at once again after quiet', () => {
    const { clock, chunker, texts } = given();
    chunker.push(text('a'));
    clock.pass(COALESCE_MS);
    chunker.push(text('b'));
    expect(texts()).toEqual(['a', 'b']);
  });

  it('never lets a byte wait longer than the window, however much follows', () => {
    const { clock, chunker, texts } = given();
    chunker.push(text('a'));
    for (let i = 0; i < 8; i++) {
      chunker.push(text('x'));
      clock.pass(COALESCE_MS / 4);
    }
    expect(texts()).toEqual(['a', 'xxxx', 'xxxx']);
  });

  it('sends a full chunk without waiting', () => {
    const { chunker, emitted } = given();
    chunker.push(text('a'));
    chunker.push(new Uint8Array(MAX_CHUNK_BYTES - 1));
    expect(emitted).toHaveLength(1);
    chunker.push(text('z'));
    expect(emitted.map((bytes) => bytes.length)).toEqual([1, MAX_CHUNK_BYTES]);
  });

  it('cuts what is larger than a chunk, and keeps every byte in order', () => {
    const { chunker, emitted } = given();
    const bytes = Uint8Array.from({ length: MAX_CHUNK_BYTES * 2 + 5 }, (_, i) => i % 251);
    chunker.push(bytes);
    expect(emitted.map(({ length }) => length)).toEqual([MAX_CHUNK_BYTES, MAX_CHUNK_BYTES, 5]);
    expect(Buffer.concat(emitted).equals(Buffer.from(bytes))).toBe(true);
  });

  it('flushes what is pending, once', () => {
    const { clock, chunker, texts } = given();
    chunker.push(text('a'));
    chunker.push(text('b'));
    expect(chunker.pendingBytes).toBe(1);
    chunker.flush();
    chunker.flush();
    clock.pass(COALESCE_MS);
    expect(texts()).toEqual(['a', 'b']);
    expect(chunker.pendingBytes).toBe(0);
  });

  it('emits nothing for no bytes', () => {
    const { chunker, emitted } = given();
    chunker.push(new Uint8Array(0));
    chunker.flush();
    expect(emitted).toEqual([]);
  });
});
