import { describe, expect, it } from '@jest/globals';
import { type FramePage } from './frame-page.js';
import { aPage } from './frame-page.builder.js';
import { FramePages } from './frame-pages.js';
import { seekStep, type SeekState } from './seek-plan.js';

const KILOBYTE = 1024;

function step(state: Partial<SeekState> & Pick<SeekState, 'painted' | 'wanted'>, ...pages: FramePage[]) {
  return stepOf(new FramePages(), state, ...pages);
}

function stepOf(kept: FramePages, state: Partial<SeekState> & Pick<SeekState, 'painted' | 'wanted'>, ...pages: FramePage[]) {
  for (const page of pages) kept.add(page);
  const found = seekStep({ chunkBytes: KILOBYTE, asked: false, ...state }, kept);
  return found.do === 'begin' ? `begin after ${found.page.start?.n}` : found.do === 'load' ? `load ${found.chunk} from ${found.from}` : found.do === 'forward' ? `forward to ${found.to}` : found.do;
}

describe('the way to a chunk', () => {
  it('is none when it is on screen', () => {
    expect(step({ painted: 5, wanted: 5 })).toBe('nothing');
  });

  it('goes on from what is on screen, through page after page', () => {
    expect(step({ painted: 5, wanted: 9 }, aPage(0, 10))).toBe('forward to 9');
    expect(step({ painted: 5, wanted: 18 }, aPage(0, 10), aPage(10, 20, 10, false))).toBe('forward to 18');
  });

  it('begins anew to go back, with the newest start before the chunk', () => {
    expect(step({ painted: 25, wanted: 14 }, aPage(0, 10), aPage(10, 20), aPage(20, 30))).toBe('begin after 10');
    expect(step({ painted: 25, wanted: 14 }, aPage(0, 10), aPage(10, 20, 10, false))).toBe('begin after 0');
  });

  it('begins anew to go forward only when that is nearer', () => {
    expect(step({ painted: 1, wanted: 24 }, aPage(0, 20), aPage(20, 30))).toBe('begin after 20');
    expect(step({ painted: 18, wanted: 21, chunkBytes: 1 }, aPage(0, 20), aPage(20, 30))).toBe('forward to 21');
  });

  it('loads what is not here: by a snapshot when it is far', () => {
    expect(step({ painted: null, wanted: 700 })).toBe('load 700 from null');
    expect(step({ painted: 5, wanted: 90_000 }, aPage(0, 10))).toBe('load 90000 from null');
    expect(step({ painted: 90_000, wanted: 300 }, aPage(80_000, 80_010))).toBe('load 300 from null');
  });

  it('goes on from the nearest that is here when it is near', () => {
    expect(step({ painted: 5, wanted: 30 }, aPage(0, 10))).toBe('load 30 from 11');
    expect(step({ painted: 900, wanted: 30 }, aPage(20, 25))).toBe('load 30 from 26');
  });

  it('goes on, however far, once it was asked for and the answer ended before it', () => {
    expect(step({ painted: null, wanted: 90_000, asked: true }, aPage(60_000, 60_010))).toBe('load 90000 from 60011');
  });

  it('paints what is here before it loads more, when there may be more on the way than is kept', () => {
    const onTheWay = (painted: number | null, ...pages: FramePage[]) => stepOf(new FramePages(25), { painted, wanted: 90_000, asked: true }, ...pages);
    expect(onTheWay(null, aPage(60_000, 60_010, 20))).toBe('begin after 60000');
    expect(onTheWay(60_000, aPage(60_000, 60_010, 20))).toBe('forward to 60010');
    expect(onTheWay(60_010, aPage(60_000, 60_010, 20))).toBe('load 90000 from 60011');
    // What was painted first has gone since.
    expect(onTheWay(70_010, aPage(70_000, 70_010, 20, false))).toBe('load 90000 from 70011');
    expect(onTheWay(100, aPage(90, 110), aPage(60_000, 60_010))).toBe('begin after 60000');
  });
});
