import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { DataSource } from 'typeorm';
import { CreateReadModels1763900000000 } from '../migrations/1763900000000-create-read-models.js';
import { MIGRATIONS } from '../migrations/index.js';
import { openReadModels, type ReadModels } from '../read-models.js';
import { openWriter } from './data-source.js';
import { ReadModelsUnavailableError } from './reader-connection.js';

/** A row as version 0.1 wrote it. */
const A_SESSION_OF_0_1 = `INSERT INTO sessions VALUES ('01JZ0000000000000000000001', 1, 'pty', 'claude', 'build', 'claude', '/repo', 'host',
  'ended', 'exited', 0, NULL, '2026-01-15T10:00:00.000Z', '2026-01-15T11:00:00.000Z', NULL, 2000, 1, 'armed', 5000000,
  10, 20, 30, 40, 80, 'reported', 'statusline', '["opus"]', 120, 32, 0, 'main', NULL, NULL)`;

describe('read models of version 0.1', () => {
  let directory: TemporaryDirectory;
  let path: string;
  let models: ReadModels;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'models.sqlite');
    const old = await new DataSource({ type: 'better-sqlite3', database: path, migrations: [CreateReadModels1763900000000], migrationsRun: true }).initialize();
    await old.query(A_SESSION_OF_0_1);
    await old.query(`INSERT INTO usage VALUES ('u1', '01JZ0000000000000000000001', '2026-01-15T10:00:00.000Z', 3, 'statusline', 'opus', 10, 20, 30, 0, 40)`);
    await old.query(`INSERT INTO usage_totals VALUES ('01JZ0000000000000000000001', 'statusline', '2026-01-15', 'opus', 10, 20, 30, 0, 40, 5000000, 'reported')`);
    await old.destroy();
    models = await openReadModels({ path, mode: 'reader' });
  });
  afterEach(async () => {
    await models.close();
    await directory.remove();
  });

  it('can’t be read by this version before its projector has seen to them', async () => {
    await expect(models.sessions.get('01JZ0000000000000000000001')).rejects.toThrow(ReadModelsUnavailableError);
  });

  it('are readable afterwards, with what they knew', async () => {
    await (await openWriter(path)).destroy();
    expect(await models.sessions.get('01JZ0000000000000000000001')).toMatchObject({
      costUsd: 0.005,
      tokens: { cacheWrite: 30, cacheWrite5m: 30, cacheWrite1h: 0, total: 100 },
      carried: { costUsd: 0, countedTokens: 0 },
      recentCosts: [],
      activity: null,
      context: null,
    });
    expect((await models.usage.list('01JZ0000000000000000000001', { limit: 10 })).items).toMatchObject([{ usageId: 'u1', requestId: null, partial: false }]);
  });

  it('are the old ones again when the change is undone', async () => {
    const source = await openWriter(path);
    for (let left = MIGRATIONS.length; left > 1; left--) await source.undoLastMigration();
    expect(await source.query('SELECT cacheWriteTokens FROM sessions')).toEqual([{ cacheWriteTokens: 30 }]);
    expect(await source.query('SELECT * FROM usage_totals')).toEqual([]);
    await source.destroy();
  });
});
