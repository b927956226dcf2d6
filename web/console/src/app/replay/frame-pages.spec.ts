import { describe, expect, it } from '@jest/globals';
import { aPage } from './frame-page.builder.js';
import { FramePages } from './frame-pages.js';

function pagesOf(maxBytes: number, ...pages: Parameters<typeof aPage>[]): FramePages {
  const kept = new FramePages(maxBytes);
  for (const page of pages) kept.add(aPage(...page));
  return kept;
}
const ranges = ({ all }: FramePages) => all.map(({ first, last }) => `${first}-${last}`);

describe('FramePages', () => {
  it('forgets what was not used for longest, and never the newest', () => {
    const pages = pagesOf(100, [0, 10, 40], [10, 20, 40]);
    const first = pages.holding(3);
    if (first !== undefined) pages.used(first);
    pages.add(aPage(20, 30, 40));
    expect(ranges(pages)).toEqual(['1-10', '21-30']);
    pages.add(aPage(30, 40, 500));
    expect(ranges(pages)).toEqual(['31-40']);
  });

  it('knows the page of a chunk, and how far the record goes on without a hole', () => {
    const pages = pagesOf(1000, [0, 10], [10, 20], [25, 30]);
    expect([pages.holding(11)?.first, pages.holding(22), pages.holding(0)]).toEqual([11, undefined, undefined]);
    expect([0, 5, 10, 20, 22, 25].map((n) => pages.reach(n))).toEqual([20, 20, 20, 20, 22, 30]);
  });

  it('keeps one of two pages that say the same, and both where either says more', () => {
    expect(ranges(pagesOf(1000, [0, 10], [0, 15]))).toEqual(['1-15']);
    expect(ranges(pagesOf(1000, [0, 10], [5, 20]))).toEqual(['1-10', '6-20']);
    // The one in the middle of the other can be begun with, and saves painting five chunks.
    expect(ranges(pagesOf(1000, [5, 8], [0, 10]))).toEqual(['6-8', '1-10']);
  });
});
