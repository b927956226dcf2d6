import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { searchPageSchema, type SearchQuery } from '@agents-fleet/contracts';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { DataSource } from 'typeorm';
import { ArchiveWriter } from '../archive/archive-writer.js';
import { archivePathOf } from '../archive/schema.js';
import { openWriter } from '../database/data-source.js';
import { openReadModels, type ReadModels } from '../read-models.js';
import { aSessionRow } from '../spec-support/session-row.js';
import { ReadModelWriter } from '../writing/read-model-writer.js';
import { InvalidCursorError } from './cursor.js';

const START = Date.parse('2026-01-15T10:00:00.000Z');

describe('search', () => {
  let directory: TemporaryDirectory;
  let writer: DataSource;
  let archive: ArchiveWriter;
  let models: ReadModels;
  const [one, two, unknown] = [aSessionRow(1), aSessionRow(2, { repoPath: '/home/ada/notes' }), aSessionRow(3, { started: false })];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const path = join(directory.path, 'models.sqlite');
    writer = await openWriter(path);
    models = await openReadModels({ path, mode: 'reader' });
    await new ReadModelWriter(writer.manager).saveSessions([one, two, unknown]);
    // No archive yet, and yet an answer.
    expect(await find({ q: 'needle' })).toEqual([]);
    archive = new ArchiveWriter(archivePathOf(path));
    // Two sessions at the same time, some of it in blocks that overlap, some of it provisional.
    const lines = (session: string, odd: number) =>
      Array.from({ length: 40 }, (_, index) => ({ chunk: index + 1, at: START + index * 2_000 + odd, text: `${session} line ${index} ${index % 10 === 0 ? 'Needle' : 'hay'}` }));
    archive.saveProvisionalText(one.id, lines('one', 0), { lastChunk: 40, readAt: 0, costMs: 0 });
    archive.saveProvisionalText(two.id, lines('two', 1), { lastChunk: 40, readAt: 0, costMs: 0 });
    archive.saveProvisionalText(unknown.id, lines('unknown', 0), { lastChunk: 40, readAt: 0, costMs: 0 });
    // A page takes the place of what was provisional.
    const special = ['100 % "sure" \\ of_it*', 'Ärger mit 🚀🚀 und Öl', '────────', `a'b; DROP TABLE texts --`];
    archive.addPage({
      ...{ sessionId: two.id, firstChunk: 1, lastChunk: 1, offset: 0, bytes: 1, cols: 80, rows: 24, isEnd: false },
      chunks: [{ n: 1, kind: 'output', at: START, offset: 0, data: Buffer.from('x') }],
      state: null,
      lines: [...lines('two', 1), ...special.map((text) => ({ chunk: 100, at: START + 200_000, text }))],
    });
  });
  afterAll(async () => {
    await models.close();
    archive.close();
    await writer.destroy();
    await directory.remove();
  });
  const find = async (query: Partial<SearchQuery> & { q: string }) => (await models.search.find({ limit: 50, ...query })).items;
  const texts = async (query: Partial<SearchQuery> & { q: string }) => (await find(query)).map(({ line }) => line);

  it('finds lines in whatever case, newest first across sessions, with what is said of their sessions', async () => {
    const page = await models.search.find({ q: 'nEEdle', limit: 50 });
    expect(searchPageSchema.parse(page)).toEqual(page);
    expect(page.items.map(({ line }) => line)).toEqual([
      'two line 30 Needle',
      'one line 30 Needle',
      'two line 20 Needle',
      'one line 20 Needle',
      'two line 10 Needle',
      'one line 10 Needle',
      'two line 0 Needle',
      'one line 0 Needle',
    ]);
    expect(page.items[1]).toMatchObject({
      sessionId: one.id,
      session: { name: 'session 1', agent: 'shell', repoPath: '/home/ada/engine', startedAt: one.startedAt },
      chunk: 31,
      at: '2026-01-15T10:01:00.000Z',
      ranges: [[12, 18]],
      before: ['one line 28 hay', 'one line 29 hay'],
      after: ['one line 31 hay', 'one line 32 hay'],
    });
    expect(page.nextCursor).toBeNull();
  });

  it.each([1, 2, 3, 7])('goes on where a page of %d ended, with no hit twice or left out', async (limit) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await models.search.find({ q: 'needle', limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items.map(({ line }) => line));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(await texts({ q: 'needle' }));
  });

  it('looks in one session, or in those of a repo', async () => {
    expect(await texts({ q: 'line 20 needle', sessionId: one.id })).toEqual(['one line 20 Needle']);
    expect(await texts({ q: 'line 20 needle', repo: '/home/ada/notes' })).toEqual(['two line 20 Needle']);
    expect(await texts({ q: 'line 20 needle', repo: '/home/ada/notes', sessionId: one.id })).toEqual([]);
  });

  it.each(['100 % "sure"', '"sure"', '\\ of_it*', '% "', '_it*', 'ärger MIT', '🚀🚀', 'und öl', '────', `a'b; DROP`, 'texts --'])('takes %j as it is', async (q) => {
    expect(await find({ q })).toHaveLength(1);
  });

  it.each(['needles', '"needle"', 'nee*', 'NEAR(needle)', 'one AND two', '%%%', '___', '\0\0\0', 'a\ud83db'])('finds no %j', async (q) => {
    expect(await find({ q })).toEqual([]);
  });

  it('finds nothing of a terminal that was given up', async () => {
    archive.expire(two.id, START, 'retention');
    expect(await texts({ q: 'line 30 needle' })).toEqual(['one line 30 Needle']);
  });

  it('refuses a cursor that it did not make', async () => {
    await expect(find({ q: 'needle', cursor: 'nonsense' })).rejects.toThrow(InvalidCursorError);
  });
});
