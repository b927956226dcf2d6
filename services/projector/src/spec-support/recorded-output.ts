import type { BuiltChunk } from '@agents-fleet/testing';
import { aChunk, aStartSize } from '@agents-fleet/testing';

/** A small generator of numbers that look random and are the same every time (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const WORDS = 'error build test module import const function return value socket stream buffer chunk session terminal budget token'.split(' ');

/** Output such as a build prints: coloured lines, each with its number, until there are so many bytes. */
export function buildOutput(bytes: number, seed = 7): Buffer {
  const random = numbers(seed);
  const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? '';
  const lines: string[] = [];
  let length = 0;
  for (let number = 1; length < bytes; number++) {
    const words = Array.from({ length: 4 + Math.floor(random() * 8) }, word).join(' ');
    const line = `\x1b[3${1 + (number % 6)}m[${number}]\x1b[0m ${words} ${Math.floor(random() * 1e9).toString(36)}\r\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join(''));
}

/** A session's record: its size, then the output in chunks of so many bytes, one every 20 ms. */
export function chunksOf(sessionId: string, output: Buffer, chunkBytes: number): BuiltChunk[] {
  const chunks = [aStartSize({ sessionId })];
  for (let offset = 0; offset < output.length; offset += chunkBytes) {
    const n = chunks.length + 1;
    const at = (chunks[0]?.at ?? 0) + n * 20;
    chunks.push(aChunk({ sessionId, n, at, offset, body: output.subarray(offset, offset + chunkBytes) }));
  }
  return chunks;
}
