import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { listSessionsQuerySchema, sessionPageSchema } from '@agents-fleet/contracts';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { DataSource } from 'typeorm';
import { openWriter } from '../database/data-source.js';
import { openReadModels, type ReadModels } from '../read-models.js';
import { aSessionRow as row } from '../spec-support/session-row.js';
import { ReadModelWriter } from '../writing/read-model-writer.js';
import { InvalidCursorError } from './cursor.js';

describe('sessions', () => {
  let directory: TemporaryDirectory;
  let writer: DataSource;
  let models: ReadModels;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    const path = join(directory.path, 'models.sqlite');
    models = await openReadModels({ path, mode: 'reader' });
    writer = await openWriter(path);
    const write = new ReadModelWriter(writer.manager);
    await write.saveSessions([
      row(1, { status: 'ended', name: '100 % sure', endedAt: '2026-01-15T11:00:00.000Z', survivors: 0 }),
      row(2, { command: null, repoPath: '/home/ada/notes' }),
      // The same moment as 2: the id decides.
      row(3, { startedAt: row(2).startedAt, status: 'stopping' }),
      row(4, { kind: 'claude-chat', name: 'Über_alles' }),
      row(5, { started: false }),
    ]);
    await write.terminals.save([
      {
        sessionId: row(2).id,
        lastChunk: 7,
        newestChunk: 9,
        bytes: 300,
        cols: 90,
        rows: 20,
        sizeChunk: 6,
        lastActivityMs: Date.parse('2026-01-15T10:30:00.000Z'),
        tail: Buffer.from('ready\n'),
        lastLine: 'ready',
        streamSeq: 12,
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

  const list = async (query: Record<string, string> = {}) => models.sessions.list(listSessionsQuerySchema.parse(query));
  const numbers = async (query: Record<string, string> = {}) => (await list(query)).items.map(({ id }) => Number(id.slice(-2)));

  it('are as the API shows them', async () => {
    const page = await list();
    expect(sessionPageSchema.parse(page)).toEqual(page);
    expect(await models.sessions.get(row(2).id)).toMatchObject({
      costUsd: 0.25,
      budgetUsd: 1.5,
      tokens: { input: 10, cacheRead: 20, cacheWrite: 30, cacheWrite5m: 10, cacheWrite1h: 20, output: 40, total: 100, counted: 80 },
      carried: { costUsd: 0.5, countedTokens: 7 },
      context: { usedTokens: 18_000, windowTokens: 200_000 },
      recentCosts: [{ at: '2026-01-15T10:29:00.000Z', costUsd: 0.001 }],
      activity: 'working',
      resumedBy: null,
      lastChunk: 7,
      bytes: 300,
      cols: 90,
      rows: 20,
      lastLine: 'ready',
      lastActivityAt: '2026-01-15T10:30:00.000Z',
    });
    expect(await models.sessions.get(row(3).id)).toMatchObject({ lastChunk: 0, cols: 120, lastLine: null, lastActivityAt: row(2).startedAt });
  });

  it('come newest first, without those that have not started', async () => {
    expect(await numbers()).toEqual([4, 3, 2, 1]);
    expect(await models.sessions.get(row(5).id)).toBeNull();
    expect((await models.sessions.getMany([row(5).id, row(1).id, 'nobody'])).map(({ id }) => id)).toEqual([row(1).id]);
  });

  it('come in pages that neither repeat nor skip one', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list({ limit: '1', ...(cursor === '' ? {} : { cursor }) });
      seen.push(...page.items.map(({ id }) => id.slice(-1)));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['4', '3', '2', '1']);
  });

  it.each([
    [{ status: 'live' }, [4, 3, 2]],
    [{ status: 'ended' }, [1]],
    [{ status: 'stopping' }, [3]],
    [{ kind: 'claude-chat' }, [4]],
    [{ repo: '/home/ada/notes' }, [2]],
    [{ q: 'MAKE' }, [4, 3, 1]],
    [{ q: 'notes' }, [2]],
    [{ q: '100 %' }, [1]],
    [{ q: '%' }, [1]],
    [{ q: '_' }, [4]],
    [{ q: "'; DROP TABLE sessions; --" }, []],
    [{ q: 'session', status: 'live', repo: '/home/ada/engine' }, [3]],
  ])('are filtered by %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  it.each(['nonsense', Buffer.from('[1]').toString('base64url'), 'x'.repeat(1_000)])('refuse the cursor %.20s', async (cursor) => {
    await expect(models.sessions.list({ limit: 10, cursor })).rejects.toThrow(InvalidCursorError);
  });

  it('of a repo that go on are known, and so are recent repos', async () => {
    expect(await models.sessions.liveIdsOfRepo('/home/ada/engine')).toEqual([row(3).id, row(4).id]);
    expect(await models.repos.recent(1)).toEqual([{ path: '/home/ada/engine', lastUsedAt: row(4).startedAt }]);
  });
});
