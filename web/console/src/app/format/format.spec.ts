import { describe, expect, it } from '@jest/globals';
import { formatUsd } from './money.js';
import { baseName } from './path.js';
import { formatRate } from './rate.js';
import { formatAsOf, formatClock, formatDuration, formatMoment } from './time.js';
import { formatBytes, formatCount, formatTokens } from './tokens.js';

const MINUTE = 60_000;

describe('formatUsd', () => {
  it.each([
    [0, '$0.00'],
    [0.00001, '<$0.0001'],
    [0.0042, '$0.0042'],
    [0.05, '$0.05'],
    [4.214, '$4.21'],
    [12_300, '$12,300.00'],
  ])('shows %d USD as %s', (usd, shown) => {
    expect(formatUsd(usd)).toBe(shown);
  });
});

describe('formatRate', () => {
  it.each([
    [0, '$0.00'],
    [3, '$3.00'],
    [6.875, '$6.875'],
    [0.0028, '$0.0028'],
    [0.05, '$0.05'],
  ])('shows %d USD for a million as %s', (usd, shown) => {
    expect(formatRate(usd)).toBe(shown);
  });
});

describe('formatTokens', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [9199, '9.1k'],
    [84_950, '84k'],
    [999_999, '999k'],
    [1_999_999, '1.99M'],
    [12_345_678, '12.3M'],
    [2_000_000_000, '2B'],
  ])('shows %d tokens as %s', (count, shown) => {
    expect(formatTokens(count)).toBe(shown);
  });

  it('groups whole counts and scales bytes', () => {
    expect(formatCount(18_204)).toBe('18,204');
    expect([812, 14_999, 1_440_000, 2_500_000_000].map(formatBytes)).toEqual(['812 B', '14 kB', '1.4 MB', '2.50 GB']);
  });
});

describe('times', () => {
  it.each([
    [-5, '0s'],
    [12_900, '12s'],
    [34 * MINUTE, '34m'],
    [72 * MINUTE, '1h 12m'],
    [76 * 60 * MINUTE, '3d 4h'],
  ])('shows %d ms as %s', (ms, shown) => {
    expect(formatDuration(ms)).toBe(shown);
  });

  it('shows positions with hours only when there are some', () => {
    expect([7000, 760_000, 4_415_000].map(formatClock)).toEqual(['0:07', '12:40', '1:13:35']);
  });

  it('shows a day as a day, wherever one is', () => {
    const now = new Date(2026, 10, 23, 15, 0);
    expect(formatAsOf('2026-10-23', now)).toBe('23 Oct 2026');
    expect(formatAsOf(new Date(2026, 10, 23, 14, 34).toISOString(), now)).toBe('14:34');
  });

  it('adds the date when it is not today', () => {
    const now = new Date(2026, 10, 23, 15, 0);
    expect(formatMoment(new Date(2026, 10, 23, 14, 34), now)).toBe('14:34');
    expect(formatMoment(new Date(2026, 10, 22, 14, 34), now)).toBe('22 Nov 14:34');
  });
});

describe('baseName', () => {
  it('names the repo of a path', () => {
    expect(['/home/a/code/shop', '/home/a/code/shop/', '/'].map(baseName)).toEqual(['shop', 'shop', '/']);
  });
});
