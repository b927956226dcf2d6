import { describe, expect, it } from '@jest/globals';
import { momentLink, momentOf } from './moment.js';

const times = [0, 40, 40, 900];
const at = (at?: string, chunk?: string) => momentOf({ at, chunk }, times);

describe('a moment in an address', () => {
  it('is a time, or the time of a chunk', () => {
    expect([at('1234'), at('0'), at(undefined, '4'), at(undefined, '1'), at(undefined, '0')]).toEqual([1234, 0, 900, 0, 0]);
  });

  it('is the end for a chunk that is not there', () => {
    expect(at(undefined, '99')).toBe(900);
    expect(momentOf({ at: undefined, chunk: '3' }, [])).toBe(0);
  });

  it.each(['', '-1', '1.5', '1e9', 'x', '9'.repeat(20)])('is none when it is %j', (text) => {
    expect([at(text), at(undefined, text)]).toEqual([null, null]);
  });

  it('can be read back from its link', () => {
    const link = new URL(momentLink('http://127.0.0.1:4700', '01K', 61_234.9));
    expect(link.href).toBe('http://127.0.0.1:4700/sessions/01K/replay?at=61234');
    expect(at(link.searchParams.get('at') ?? '')).toBe(61_234);
  });
});
