import { describe, expect, it } from '@jest/globals';
import { areaPath, curvePath, levelY } from './curve-path.js';
import { type SpentCurve } from './spent-curve.js';

const curve: SpentCurve = { unit: 'usd', before: 0, points: [{ at: 500, spent: 1 }, { at: 1000, spent: 2 }], total: 2, budget: 4, top: 4 };

describe('the curve', () => {
  it('begins at what the sessions before have spent', () => {
    expect(curvePath({ ...curve, before: 4 }, 2000)).toMatch(/^M0 18\.0/);
  });

  it('goes up in steps at the time of each cost', () => {
    expect(curvePath(curve, 2000)).toBe('M0 84.0L250.0 84.0L250.0 67.5L500.0 67.5L500.0 51.0L1000 51.0');
    expect(areaPath(curve, 2000)).toMatch(/L1000 84L0 84Z$/);
  });

  it('is not drawn when nothing was spent', () => {
    expect(curvePath({ ...curve, points: [], total: 0 }, 2000)).toBe('');
    expect(curvePath(null, 2000)).toBe('');
  });

  it('has levels only with a budget', () => {
    expect([levelY(curve, 1), levelY(curve, 0.5), levelY({ ...curve, budget: null }, 1)]).toEqual([18, 51, null]);
  });
});
