import { describe, expect, it } from '@jest/globals';
import { fontToFit } from './fit-font.js';

const cells = { width: 900, height: 600 };

describe('fontToFit', () => {
  it('keeps the normal font when there is room', () => {
    expect(fontToFit(cells, 12.5, { width: 1000, height: 700 }, 12.5)).toBe(12.5);
  });

  it('shrinks by the tighter side, in half pixels', () => {
    expect(fontToFit(cells, 12.5, { width: 640, height: 600 }, 12.5)).toBe(8.5);
    expect(fontToFit(cells, 12.5, { width: 900, height: 520 }, 12.5)).toBe(10.5);
  });

  it('grows back when there is room again, from the font of the moment', () => {
    expect(fontToFit({ width: 630, height: 420 }, 8.75, { width: 1000, height: 700 }, 12.5)).toBe(12.5);
  });

  it('stays easy to read when only rows are out of sight', () => {
    expect(fontToFit(cells, 12.5, { width: 900, height: 200 }, 12.5)).toBe(10);
  });

  it('never gets unreadable, and survives cells that were not measured yet', () => {
    expect(fontToFit(cells, 12.5, { width: 100, height: 100 }, 12.5)).toBe(7);
    expect(fontToFit({ width: 0, height: 0 }, 12.5, cells, 12.5)).toBe(12.5);
  });
});
