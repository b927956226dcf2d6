import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { DataSource } from 'typeorm';
import { openWriter } from '../database/data-source.js';
import { openReadModels, type ReadModels } from '../read-models.js';
import { ReadModelWriter } from '../writing/read-model-writer.js';

describe('terminal', () => {
  let directory: TemporaryDirectory;
  let writer: DataSource;
  let models: ReadModels;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    const path = join(directory.path, 'models.sqlite');
    writer = await openWriter(path);
    models = await openReadModels({ path, mode: 'reader' });
    const write = new ReadModelWriter(writer.manager);
    const chunk = (n: number, streamSeq: number) => ({
      sessionId: 's',
      n,
      kind: 'output' as const,
      at: n,
      offset: (n - 1) * 10,
      streamSeq,
      data: Buffer.from(String(n).padEnd(10)),
    });
    // Stored in another order than they follow each other; 5 is missing.
    await write.terminals.addChunks([chunk(2, 1), chunk(1, 2), chunk(3, 3), chunk(6, 4), chunk(4, 5), chunk(7, 6)]);
    await write.terminals.save([
      {
        sessionId: 's',
        lastChunk: 4,
        newestChunk: 7,
        bytes: 40,
        cols: 80,
        rows: 24,
        sizeChunk: 1,
        lastActivityMs: 7,
        tail: Buffer.alloc(0),
        lastLine: null,
        streamSeq: 6,
        archived: false,
        expired: false,
      },
    ]);
  });
  afterAll(async () => {
    await models.close();
    await writer.destroy();
    await directory.remove();
  });
  const numbers = async (from: number, maxBytes: number) =>
    (await models.terminal.chunks('s', { from, maxBytes })).map(({ n }) => n);

  it('gives chunks in order, up to the first hole', async () => {
    expect(await numbers(1, 1_000)).toEqual([1, 2, 3, 4]);
    expect(await numbers(3, 1_000)).toEqual([3, 4]);
    expect(await numbers(5, 1_000)).toEqual([]);
  });

  it('gives no more bytes than asked for, but at least one chunk', async () => {
    expect(await numbers(1, 20)).toEqual([1, 2]);
    expect(await numbers(1, 19)).toEqual([1]);
    expect(await numbers(2, 1)).toEqual([2]);
  });

  it('gives the bytes as they are', async () => {
    const [first] = await models.terminal.chunks('s', { from: 1, maxBytes: 1 });
    expect(first).toEqual({ n: 1, kind: 'output', at: 1, offset: 0, data: Buffer.from('1         ') });
  });

  it('says from where in the stream to go on: before everything behind the hole', async () => {
    expect(await models.terminal.position('s')).toEqual({ lastChunk: 4, bytes: 40, streamSeq: 3 });
  });

  it('knows nothing of other sessions', async () => {
    expect(await models.terminal.position('other')).toBeNull();
    expect(await models.terminal.size('other')).toBeNull();
    expect(await models.terminal.chunks('other', { from: 1, maxBytes: 10 })).toEqual([]);
    expect(await models.terminal.size('s')).toEqual({ cols: 80, rows: 24 });
  });
});
