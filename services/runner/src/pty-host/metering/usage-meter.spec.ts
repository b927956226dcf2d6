import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CharacterCount } from './character-count.js';
import { addStatusLine, meterCharacters, newMeter, takeStatusLines, type Metered, type MeterState } from './usage-meter.js';

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
  /** The state after lines, none of which was recorded. */
  const saw = (...lines: ReturnType<typeof line>[]) => lines.reduce<MeterState>((state, said) => addStatusLine(state, 'S', said).state, newMeter());
  const taken = (state: MeterState) => takeStatusLines(state).records.map((record) => figures({ state, record }));

  it('turns totals into increases', () => {
    const first = addStatusLine(newMeter(), 'S', line(100, 10, 5_000));
    expect(figures(first)).toEqual({ in: 100, out: 10, cost: 5_000, source: 'statusline' });
    const recorded = takeStatusLines(first.state).state;
    const same = addStatusLine(recorded, 'S', line(100, 10, 5_000));
    expect(same.record).toBeNull();
    expect(figures(addStatusLine(same.state, 'S', line(150, 10, 7_000)))).toEqual({ in: 50, out: 0, cost: 2_000, source: 'statusline' });
  });

  it('takes figures that went down for another run of the agent', () => {
    expect(taken(saw(line(100, 10, 5_000), line(40, 20, 1_000)))).toEqual([{ in: 140, out: 30, cost: 6_000, source: 'statusline' }]);
  });

  it('makes one record of many lines, and nothing of none', () => {
    const state = saw(line(1, 0, 10), line(2, 0, 20), line(2, 3, 30));
    expect(taken(state)).toEqual([{ in: 2, out: 3, cost: 30, source: 'statusline' }]);
    expect(taken(takeStatusLines(state).state)).toEqual([]);
  });

  it('names a sum once, and the next one anew', () => {
    const first = addStatusLine(newMeter(), 'S', line(1, 0, 10));
    const grown = addStatusLine(first.state, 'S', line(2, 0, 20));
    const next = addStatusLine(takeStatusLines(grown.state).state, 'S', line(3, 0, 30));
    expect([first, grown, next].map(({ record }) => record?.usageId)).toEqual(['S:u:1', 'S:u:1', 'S:u:2']);
  });

  it('sums dollars alone apart from those beside tokens, because an operator’s price replaces only the latter', () => {
    expect(taken(saw(line(0, 0, 10), line(5, 0, 30), line(5, 0, 70)))).toEqual([
      { in: 5, out: 0, cost: 20, source: 'statusline' },
      { in: 0, out: 0, cost: 50, source: 'statusline' },
    ]);
  });

  it('keeps an absurd sum at the largest figure', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(taken(saw(line(largest, 1, largest), line(0, 0, 0), line(largest, 1, largest)))).toEqual([{ in: largest, out: 2, cost: largest, source: 'statusline' }]);
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
