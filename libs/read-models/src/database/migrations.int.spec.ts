import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { openWriter } from './data-source.js';

describe('migrations', () => {
  let source: DataSource;
  afterEach(() => source.destroy());

  it('make exactly the tables that the entities describe', async () => {
    source = await openWriter(':memory:');
    const missing = await source.driver.createSchemaBuilder().log();
    expect(missing.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be undone', async () => {
    source = await openWriter(':memory:');
    for (let left = MIGRATIONS.length; left > 0; left--) await source.undoLastMigration();
    const tables = await source.query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations' AND name NOT LIKE 'sqlite_%'`);
    expect(tables).toEqual([]);
  });
});
