import { describe, expect, it } from '@jest/globals';
import { isWorthASkip, type SkipMoment } from './skip-choice.js';

const MIB = 1024 * 1024;

describe('whether a terminal skips by a state', () => {
  it.each<[string, SkipMoment, number, number, boolean]>([
    ['a new terminal does, whatever it saves', 'empty', MIB, 1, true],
    ['a new terminal does not when the state is as large as the output', 'empty', MIB, 0, false],
    ['one that comes back near the end does not', 'returning', 2 * MIB, 1.9 * MIB, false],
    ['one that comes back far from the end does', 'returning', 2 * MIB + 1, 1.9 * MIB, true],
    ['one that comes back far from the end does not for little', 'returning', 50 * MIB, MIB, false],
    ['one that is a little behind does not', 'behind', 4 * MIB, 3.9 * MIB, false],
    ['one that is far behind does', 'behind', 4 * MIB + 1, 3.9 * MIB, true],
    ['one that is far behind does not when states are far behind, too', 'behind', 50 * MIB, MIB, false],
  ])('%s', (_name, moment, missing, saved, expected) => {
    expect(isWorthASkip(moment, missing, saved)).toBe(expected);
  });
});
