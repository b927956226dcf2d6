import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  ArchiveWriter,
  archivePathOf,
  openReadModels,
  openWriter,
  ReadModelWriter,
  RecordReader,
  type PtyChunkRow,
  type ReadModels,
} from '@agents-fleet/read-models';
import type { TerminalPageReading } from '@agents-fleet/terminal';
import { aSessionStarted, temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { DataSource } from 'typeorm';
import { unstartedSession } from '../log/new-session.js';
import { buildOutput } from '../spec-support/recorded-output.js';
import { emptyTerminal } from '../terminal/evolve-terminal.js';
import { archiveSession, ArchiveMismatchError } from './archive-session.js';
import { PageMaker } from './page-maker.js';
import type { PageToRead } from './read-page.js';

const ENDED_AT = Date.parse('2026-01-15T10:00:00.000Z');
const CHUNK_BYTES = 32_768;

/** The process is gone from here on. */
class KilledError extends Error {}

describe('a session that is archived', () => {
  const { sessionId } = aSessionStarted();
  const output = buildOutput(3_400_000);
  const sha256 = createHash('sha256').update(output).digest('hex');
  const lastChunk = Math.ceil(output.length / CHUNK_BYTES) + 1;
  let directory: TemporaryDirectory;
  let source: DataSource;
  let path: string;
  let models: ReadModels;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'read-models.sqlite');
    source = await openWriter(path);
    models = await openReadModels({ path, mode: 'reader' });
    await store(chunks());
  });
  afterEach(async () => {
    await models.close();
    await source.destroy();
    await directory.remove();
  });

  const chunks = (): PtyChunkRow[] => {
    const row = { sessionId, streamSeq: 1, kind: 'output' as const };
    const rows: PtyChunkRow[] = [{ ...row, n: 1, kind: 'resize', at: ENDED_AT, offset: 0, data: Buffer.from('90x30') }];
    for (let offset = 0; offset < output.length; offset += CHUNK_BYTES) {
      rows.push({ ...row, n: rows.length + 1, at: ENDED_AT + rows.length, offset, data: output.subarray(offset, offset + CHUNK_BYTES) });
    }
    return rows;
  };
  const write = () => new ReadModelWriter(source.manager);
  const store = async (rows: PtyChunkRow[]) => {
    await write().terminals.addChunks(rows);
    await write().terminals.save([{ ...emptyTerminal(sessionId), lastChunk, newestChunk: lastChunk, bytes: output.length, cols: 90, rows: 30 }]);
    const session = unstartedSession(aSessionStarted());
    await write().saveSessions([{ ...session, started: true, status: 'ended', endedAt: new Date(ENDED_AT).toISOString(), endedChunk: lastChunk }]);
  };
  /** What is on the screen matters in other specs: here it is where pages begin and end. */
  const readPage = ({ chunks: page, isEnd }: PageToRead): Promise<TerminalPageReading> => {
    const last = page.at(-1) ?? { n: 0, at: 0 };
    const lines = [{ chunk: last.n, at: last.at, text: isEnd ? 'the last screen' : `page up to ${last.n}` }];
    return Promise.resolve({ state: { cols: 90, rows: 30, bytes: Buffer.from('state') }, lines });
  };
  /** One life of the archivist, which may end between two steps. */
  const live = async (stepsUntilKilled: number): Promise<'archived' | 'killed'> => {
    const archive = new ArchiveWriter(archivePathOf(path));
    const record = new RecordReader(path);
    let steps = 0;
    const pause = () => (++steps > stepsUntilKilled ? Promise.reject(new KilledError()) : Promise.resolve());
    try {
      await archiveSession(sessionId, { record, archive, pages: new PageMaker(record, archive, readPage) }, { pause, now: () => ENDED_AT });
      return 'archived';
    } catch (error) {
      if (error instanceof KilledError) return 'killed';
      throw error;
    } finally {
      record.close();
      archive.close();
    }
  };
  const inArchive = <Result>(ask: (archive: ArchiveWriter) => Result): Result => {
    const archive = new ArchiveWriter(archivePathOf(path));
    try {
      return ask(archive);
    } finally {
      archive.close();
    }
  };
  const readSha = async () => {
    const hash = createHash('sha256');
    for (let from = 1; ; ) {
      const rows = await models.terminal.chunks(sessionId, { from, maxBytes: 500_000 });
      if (rows.length === 0) return hash.digest('hex');
      expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => from + index));
      for (const { kind, data } of rows) if (kind === 'output') hash.update(data);
      from += rows.length;
    }
  };

  it('is readable whenever the archivist was killed, and archived once in the end', async () => {
    let lives = 0;
    // Each life comes one step further.
    while ((await live(lives)) === 'killed') {
      expect(inArchive((archive) => archive.archivedSession(sessionId))).toBeNull();
      expect(await readSha()).toBe(sha256);
      lives++;
    }
    expect(lives).toBeGreaterThanOrEqual(3);
    const pages = inArchive((archive) => archive.pages(sessionId));
    expect(pages.map(({ isEnd, isStored }) => [isEnd, isStored])).toEqual([[false, true], [false, true], [true, true]]);
    expect(inArchive((archive) => archive.archivedSession(sessionId))).toMatchObject({ lastChunk, bytes: output.length, endedAt: ENDED_AT });
    // In every place between a release's steps it is whole, too.
    expect(await write().terminals.markArchived(sessionId, lastChunk)).toBe(true);
    let steps = 0;
    do {
      expect(await readSha()).toBe(sha256);
      steps++;
    } while (await write().terminals.removeChunks(sessionId, lastChunk));
    expect(steps).toBeGreaterThan(2);
    expect(await source.query('SELECT 1 FROM pty_chunks')).toEqual([]);
    expect(await readSha()).toBe(sha256);
    expect((await models.search.find({ q: 'last screen', limit: 10 })).items).toHaveLength(1);
    expect((await models.search.find({ q: 'page up', limit: 10 })).items).toHaveLength(2);
  }, 120_000);

  it('is taken up again when more of it comes, and its chunks stay until then', async () => {
    await live(Infinity);
    const more: PtyChunkRow = { sessionId, n: lastChunk + 1, kind: 'output', at: ENDED_AT, offset: output.length, streamSeq: 2, data: Buffer.from('late') };
    await write().terminals.addChunks([more]);
    const terminal = { ...emptyTerminal(sessionId), lastChunk: lastChunk + 1, newestChunk: lastChunk + 1, bytes: output.length + 4, cols: 90, rows: 30 };
    await write().terminals.save([terminal]);
    expect(await write().terminals.markArchived(sessionId, lastChunk)).toBe(false);
    await live(Infinity);
    expect(inArchive((archive) => archive.archivedSession(sessionId))).toMatchObject({ lastChunk: lastChunk + 1, bytes: output.length + 4 });
    expect(await write().terminals.markArchived(sessionId, lastChunk + 1)).toBe(true);
    while (await write().terminals.removeChunks(sessionId, lastChunk + 1));
    expect(await readSha()).toBe(createHash('sha256').update(output).update('late').digest('hex'));
  }, 120_000);

  it('is not archived when what was stored is not what was recorded', async () => {
    expect(await live(4)).toBe('killed');
    await source.query(`UPDATE pty_chunks SET data = ? WHERE n = 3`, [Buffer.alloc(CHUNK_BYTES)]);
    await expect(live(Infinity)).rejects.toThrow(ArchiveMismatchError);
    expect(inArchive((archive) => archive.archivedSession(sessionId))).toBeNull();
  }, 120_000);
});
