import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ArchiveWriter, openWriter, ReadModelWriter, RecordReader, type PtyChunkRow } from '@agents-fleet/read-models';
import type { TerminalPageReading } from '@agents-fleet/terminal';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { DataSource } from 'typeorm';
import { PAGE_BYTES } from './due.js';
import { PageMaker } from './page-maker.js';
import type { PageToRead } from './read-page.js';

const SESSION = 's';
const CHUNK_BYTES = 64 * 1024;

describe('pages of a record', () => {
  let directory: TemporaryDirectory;
  let models: DataSource;
  let record: RecordReader;
  let archive: ArchiveWriter;
  let read: PageToRead[];
  /** Chunks after which there is a state. */
  let hasState: (lastChunk: number) => boolean;
  let pages: PageMaker;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    models = await openWriter(join(directory.path, 'read-models.sqlite'));
    record = new RecordReader(join(directory.path, 'read-models.sqlite'));
    archive = new ArchiveWriter(join(directory.path, 'archive.sqlite'));
    read = [];
    hasState = () => true;
    pages = new PageMaker(record, archive, (page): Promise<TerminalPageReading> => {
      read.push(page);
      const last = page.chunks.at(-1)?.n ?? 0;
      return Promise.resolve({
        state: hasState(last) ? { cols: 80, rows: 24, bytes: Buffer.from(`after ${last}`) } : null,
        lines: page.chunks.map(({ n, at }) => ({ chunk: n, at, text: `line ${n}` })),
      });
    });
  });
  afterEach(async () => {
    record.close();
    archive.close();
    await models.destroy();
    await directory.remove();
  });

  const store = async (count: number) => {
    const chunks = Array.from({ length: count }, (_, index): PtyChunkRow => ({
      sessionId: SESSION,
      n: index + 1,
      kind: 'output',
      at: 1_000 + index,
      offset: index * CHUNK_BYTES,
      streamSeq: index + 1,
      data: Buffer.alloc(CHUNK_BYTES, index),
    }));
    await new ReadModelWriter(models.manager).terminals.addChunks(chunks);
  };
  const closed = () => archive.pages(SESSION).map(({ firstChunk, lastChunk, isEnd }) => [firstChunk, lastChunk, isEnd]);
  const perPage = PAGE_BYTES / CHUNK_BYTES;

  it('follow each other, each from the terminal after the one before', async () => {
    await store(40);
    await pages.closePage(SESSION, 40);
    await pages.closePage(SESSION, 40);
    await pages.closeLast(SESSION, 40);
    expect(closed()).toEqual([[1, perPage, false], [perPage + 1, 2 * perPage, false], [2 * perPage + 1, 40, true]]);
    expect(read.map(({ before, isEnd }) => [before === null ? null : Buffer.from(before.bytes).toString(), isEnd])).toEqual([
      [null, false],
      [`after ${perPage}`, false],
      [`after ${2 * perPage}`, true],
    ]);
  });
});
