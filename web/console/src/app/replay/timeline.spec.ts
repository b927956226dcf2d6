import { describe, expect, it } from '@jest/globals';
import { advance, axisTimes, countUntil, idlePauses } from './timeline.js';

describe('idlePauses', () => {
  it('finds silence longer than three seconds, also at the end', () => {
    expect(idlePauses([0, 1000, 4000, 9000], 20_000)).toEqual([
      { from: 4000, to: 9000 },
      { from: 9000, to: 20_000 },
    ]);
  });

  it('finds none in steady output', () => {
    expect(idlePauses([0, 2000, 4000], 5000)).toEqual([]);
  });
});

describe('advance', () => {
  const pauses = [{ from: 4000, to: 60_000 }];

  it('plays on inside output', () => {
    expect(advance(1000, 500, 90_000, pauses)).toBe(1500);
  });

  it('plays the first half second of a pause and skips the rest', () => {
    expect(advance(4000, 400, 90_000, pauses)).toBe(4400);
    expect(advance(4400, 400, 90_000, pauses)).toBe(60_000);
  });

  it('plays pauses in full when told to', () => {
    expect(advance(4400, 400, 90_000, [])).toBe(4800);
  });

  it('stops at the end', () => {
    expect(advance(89_900, 400, 90_000, [])).toBe(90_000);
  });
});

describe('countUntil', () => {
  it.each([
    [-1, 0],
    [0, 1],
    [5, 3],
    [6, 4],
    [99, 4],
  ])('counts what happened until %d', (at, count) => {
    expect(countUntil([0, 5, 5, 6], at)).toBe(count);
  });
});

describe('axisTimes', () => {
  it('takes round steps and ends at the end', () => {
    expect(axisTimes(4_415_000, 6)).toEqual([0, 900_000, 1_800_000, 2_700_000, 3_600_000, 4_415_000]);
    expect(axisTimes(800, 6)).toEqual([0, 800]);
  });
});
