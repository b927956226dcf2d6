import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openWriter } from '../database/data-source.js';
import { aSessionRow as row } from '../spec-support/session-row.js';
import { ReadModelWriter } from '../writing/read-model-writer.js';
import { SessionQueries } from './sessions.js';

describe('a chain of sessions', () => {
  let source: DataSource;
  let sessions: SessionQueries;
  beforeEach(async () => {
    source = await openWriter(':memory:');
    sessions = new SessionQueries(() => Promise.resolve(source));
  });
  afterEach(() => source.destroy());
  const save = (...rows: ReturnType<typeof row>[]) => new ReadModelWriter(source.manager).saveSessions(rows);

  it('names the newest session that took one up', async () => {
    await save(row(1), row(2, { resumeOf: row(1).id }), row(3, { resumeOf: row(1).id }), row(4, { resumeOf: row(3).id }));
    const page = await sessions.list({ limit: 10 });
    expect(page.items.map(({ id, resumedBy }) => [id, resumedBy])).toEqual([
      [row(4).id, null],
      [row(3).id, row(4).id],
      [row(2).id, null],
      [row(1).id, row(3).id],
    ]);
  });

  it('goes by when they started, not by their ids', async () => {
    await save(row(1), row(2, { resumeOf: row(1).id, startedAt: '2026-01-15T12:00:00.000Z' }), row(3, { resumeOf: row(1).id }));
    expect(await sessions.get(row(1).id)).toMatchObject({ resumedBy: row(2).id });
  });

  it('does not name one that has not started', async () => {
    await save(row(1), row(2, { resumeOf: row(1).id, started: false }));
    expect(await sessions.get(row(1).id)).toMatchObject({ resumedBy: null });
  });

  it('has no context as long as nobody told', async () => {
    await save(row(1, { contextUsedTokens: null, contextWindowTokens: null }));
    expect(await sessions.get(row(1).id)).toMatchObject({ context: null });
  });
});
