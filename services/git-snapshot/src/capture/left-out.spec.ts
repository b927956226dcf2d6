import { describe, expect, it } from '@jest/globals';
import { LeftOut } from './left-out.js';

describe('LeftOut', () => {
  it('says in words what is not there and why, and knows it by name', () => {
    const leftOut = new LeftOut();
    expect(leftOut.sentences).toEqual([]);
    leftOut.add('a', "can't be read");
    leftOut.add('huge.bin', 'is larger than 100 MB');
    leftOut.add('huger.bin', 'is larger than 100 MB');
    expect(leftOut.sentences).toEqual(["a can't be read", '2 files are larger than 100 MB (such as huge.bin)']);
    expect(leftOut.paths).toEqual(['a', 'huge.bin', 'huger.bin']);
    expect(leftOut.hasOthers).toBe(false);
    leftOut.addOthers('reading took longer than 60 s');
    expect(leftOut.hasOthers).toBe(true);
    expect(leftOut.sentences).toContain('reading took longer than 60 s');
  });
});
