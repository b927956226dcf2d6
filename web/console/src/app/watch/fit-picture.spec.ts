import { describe, expect, it } from '@jest/globals';
import { fitPicture } from './fit-picture.js';

const box = { width: 400, height: 250 };

describe('fitPicture', () => {
  it('shrinks a terminal that is too wide, and leaves room above and below', () => {
    expect(fitPicture({ width: 800, height: 300 }, box)).toEqual({ scale: 0.5, left: 0, top: 50 });
  });

  it('shrinks one that is too high, and leaves room at its sides', () => {
    expect(fitPicture({ width: 400, height: 1000 }, box)).toEqual({ scale: 0.25, left: 150, top: 0 });
  });

  it('does not blow up a small one', () => {
    expect(fitPicture({ width: 200, height: 150 }, box)).toEqual({ scale: 1, left: 100, top: 50 });
  });

  it('is none while there is no size', () => {
    expect([fitPicture({ width: 0, height: 10 }, box), fitPicture({ width: 1, height: 1 }, { width: 0, height: 0 })]).toEqual([null, null]);
  });
});
