import { describe, expect, it } from '@jest/globals';
import { chunkOf, firstChunkOf, momentLink, momentOf } from './moment.js';
import { RecordTimeline } from './record-timeline.js';

const timeline = new RecordTimeline({ startAt: '2026-11-23T10:00:00.000Z', lastChunk: 4, bytes: 40, chunks: [1, 2, 3, 4], times: [0, 40, 40, 900] });
const nothing = new RecordTimeline({ startAt: null, lastChunk: 0, bytes: 0, chunks: [], times: [] });
const at = (at?: string, chunk?: string) => momentOf({ at, chunk }, timeline);

describe('a moment in an address', () => {
  it('is a time, or a chunk and its time', () => {
    expect([at('1234'), at('0'), at(undefined, '4'), at(undefined, '2'), at(undefined, '0')]).toEqual([
      { ms: 1234, chunk: null },
      { ms: 0, chunk: null },
      { ms: 900, chunk: 4 },
      { ms: 40, chunk: 2 },
      { ms: 0, chunk: null },
    ]);
  });

  it('is the end for a chunk that is not there', () => {
    expect(at(undefined, '99')).toEqual({ ms: 900, chunk: 4 });
    expect(momentOf({ at: undefined, chunk: '3' }, nothing)).toEqual({ ms: 0, chunk: 0 });
  });

  it.each(['', '-1', '1.5', '1e9', 'x', '9'.repeat(20)])('is none when it is %j', (text) => {
    expect([at(text), at(undefined, text)]).toEqual([null, null]);
  });

  it('is begun with its chunk, or with the end, unless only the timeline tells', () => {
    const first = (at: string | undefined, chunk: string | undefined, last = 9) => firstChunkOf({ at, chunk }, last);
    expect([first(undefined, undefined), first(undefined, '7'), first(undefined, '12'), first('7', undefined), first('7', '7')]).toEqual([9, 7, 9, 0, 0]);
    expect(first(undefined, '7', 0)).toBe(0);
  });

  it('names its chunk before any timeline is here', () => {
    expect([chunkOf({ at: undefined, chunk: '7' }), chunkOf({ at: '7', chunk: '7' }), chunkOf({ at: undefined, chunk: 'x' })]).toEqual([7, null, null]);
  });

  it('can be read back from its link', () => {
    const link = new URL(momentLink('http://127.0.0.1:4700', '01K', 61_234.9));
    expect(link.href).toBe('http://127.0.0.1:4700/sessions/01K/replay?at=61234');
    expect(at(link.searchParams.get('at') ?? '')?.ms).toBe(61_234);
  });
});
