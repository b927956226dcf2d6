import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CharacterCount } from './character-count.js';
import { meterCharacters, meterStatusLine, newMeter, type Metered } from './usage-meter.js';

const line = (inputTokens: number, outputTokens: number, costNanoUsd: number) => ({ inputTokens, outputTokens, costNanoUsd });
const figures = ({ record }: Metered) =>
  record === null ? null : { in: record.tokens.input, out: record.tokens.output, cost: record.reportedCostNanoUsd, source: record.source };

describe('metering by characters', () => {
  it('gives the increase, and nothing when there is none', () => {
    const first = meterCharacters(newMeter(), 'S', { input: 3, output: 9 });
    expect(figures(first)).toEqual({ in: 1, out: 3, cost: null, source: 'estimate' });
    expect(first.record?.usageId).toBe('S:u:1');
    const second = meterCharacters(first.state, 'S', { input: 4, output: 12 });
    expect(second.record).toBeNull();
    expect(figures(meterCharacters(second.state, 'S', { input: 5, output: 12 }))).toEqual({ in: 1, out: 0, cost: null, source: 'estimate' });
  });

  it('sums to the estimate of the whole however the output is split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 })), (pieces) => {
        let state = newMeter();
        let characters = 0;
        let tokens = 0;
        for (const piece of pieces) {
          characters += piece;
          const metered = meterCharacters(state, 'S', { input: 0, output: characters });
          state = metered.state;
          tokens += metered.record?.tokens.output ?? 0;
        }
        expect(tokens).toBe(Math.ceil(characters / 4));
      }),
    );
  });
});

describe('metering by status line', () => {
  it('turns totals into increases', () => {
    const first = meterStatusLine(newMeter(), 'S', line(100, 10, 5_000));
    expect(figures(first)).toEqual({ in: 100, out: 10, cost: 5_000, source: 'statusline' });
    const same = meterStatusLine(first.state, 'S', line(100, 10, 5_000));
    expect(same.record).toBeNull();
    expect(figures(meterStatusLine(same.state, 'S', line(150, 10, 7_000)))).toEqual({ in: 50, out: 0, cost: 2_000, source: 'statusline' });
  });

  it('takes figures that went down for another run of the agent', () => {
    const first = meterStatusLine(newMeter(), 'S', line(100, 10, 5_000));
    expect(figures(meterStatusLine(first.state, 'S', line(40, 20, 1_000)))).toEqual({ in: 40, out: 20, cost: 1_000, source: 'statusline' });
  });
});

describe('CharacterCount', () => {
  const counted = (...pieces: Uint8Array[]) => {
    const count = new CharacterCount();
    for (const piece of pieces) count.add(piece);
    return count.characters;
  };

  it('counts characters, not bytes, however they are cut', () => {
    const bytes = new TextEncoder().encode('aé漢😀z');
    expect(counted(bytes)).toBe(5);
    expect(counted(...[...bytes].map((byte) => Uint8Array.of(byte)))).toBe(5);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(counted(new TextEncoder().encode(text))).toBe([...text].length);
      }),
    );
  });

  it('counts the same wherever the bytes lie in memory', () => {
    const bytes = new TextEncoder().encode('漢字 and 😀, '.repeat(9));
    for (let offset = 0; offset < 8; offset++) {
      const shifted = new Uint8Array(bytes.length + 8);
      shifted.set(bytes, offset);
      for (let cut = 0; cut < 8; cut++) {
        expect(counted(shifted.subarray(offset, offset + cut), shifted.subarray(offset + cut, offset + bytes.length))).toBe(9 * 10);
      }
    }
  });

  it('does not let bytes that are no UTF-8 pass for nothing', () => {
    expect(counted(new Uint8Array(400).fill(0x80))).toBe(100);
  });
});
