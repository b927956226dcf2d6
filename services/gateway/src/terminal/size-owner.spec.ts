import { describe, expect, it } from '@jest/globals';
import { SizeOwner } from './size-owner.js';

const wide = { cols: 200, rows: 50 };
const narrow = { cols: 80, rows: 24 };

describe('SizeOwner', () => {
  it('given two viewers, when both ask for a size, then the first one’s is applied', () => {
    const size = new SizeOwner<string>();
    size.join('first');
    size.join('second');
    expect(size.resize('second', narrow)).toBeNull();
    expect(size.resize('first', wide)).toEqual(wide);
  });

  it('when the second claims, then its remembered size is applied, once', () => {
    const size = new SizeOwner<string>();
    size.join('first');
    size.join('second');
    size.resize('second', narrow);
    expect(size.claim('second')).toEqual(narrow);
    expect(size.claim('second')).toBeNull();
    expect(size.resize('first', wide)).toBeNull();
  });

  it('when the owner leaves, then the one who came first of those who stay owns it', () => {
    const size = new SizeOwner<string>();
    for (const viewer of ['first', 'second', 'third']) size.join(viewer);
    size.resize('second', narrow);
    expect(size.leave('first')).toEqual(narrow);
    expect(size.owner).toBe('second');
    expect(size.leave('third')).toBeNull();
    expect(size.leave('second')).toBeNull();
    expect(size.owner).toBeNull();
  });
});
