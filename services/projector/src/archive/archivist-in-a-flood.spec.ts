import { describe, expect, it } from '@jest/globals';
import type { ArchiveWriter, OpenRecord, RecordReader } from '@agents-fleet/read-models';
import { Archivist, type ArchivistOptions } from './archivist.js';

const MB = 1024 ** 2;

/** What an archivist does that has just been started and has a page to close, when each look finds so many bytes more. */
async function doneWith(growth: number): Promise<string[]> {
  const done: string[] = [];
  let [now, bytes] = [1_700_000_000_000, 50 * MB];
  const options: ArchivistOptions = {
    record: {
      open: () => [{ sessionId: 's', bytes: (bytes += growth), lastChunk: 800, completeSince: null } as OpenRecord],
      archived: () => [],
      terminal: () => ({ lastChunk: 800 }),
    } as unknown as RecordReader,
    archive: {
      sessionIds: () => new Set(),
      lastPage: () => null,
      provisionalText: () => null,
      archivedSession: () => null,
      archivedSessions: () => [],
    } as unknown as ArchiveWriter,
    readPage: () => Promise.reject(new Error('is not reached')),
    retention: { streamMs: null, keepMs: null, keepBytes: null },
    failures: [],
    port: { release: () => Promise.resolve(), purge: () => Promise.resolve(), expired: () => Promise.resolve() },
    now: () => now,
    pause: () => Promise.resolve(),
    rest: (ms) => {
      now += ms;
      done.push('rest');
      return Promise.resolve();
    },
  };
  // There are no chunks behind this record: that it tries is what counts.
  await new Archivist(options).work(({ kind }) => done.push(kind));
  return done.slice(0, done.indexOf('page') + 1);
}

describe('an archivist that has just been started', () => {
  it('looks at what flows, and then works', async () => {
    expect(await doneWith(0)).toEqual(['rest', 'page']);
  });

  it('lets others have most of the time when it finds itself in a flood', async () => {
    expect(await doneWith(10 * MB)).toEqual(['rest', ...Array.from({ length: 5 }, () => 'rest'), 'page']);
  });
});
