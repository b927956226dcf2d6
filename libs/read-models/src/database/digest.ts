import { createHash } from 'node:crypto';
import type { ObjectLiteral } from 'typeorm';
import { CheckpointEntity } from '../entities/bookkeeping.js';
import { ENTITIES } from '../entities/index.js';
import { openReader } from './data-source.js';

/** Columns that tell of the way, not of the log: whether a dead letter has been passed on. */
const LEFT_OUT: ReadonlySet<string> = new Set(['published']);

/**
 * A SHA-256 over every row of the read models: two that come from the same log have the same, however often the
 * projector was killed on the way. Checkpoints are left out.
 */
export async function digestReadModels(path: string): Promise<string> {
  const source = await openReader(path);
  try {
    const hash = createHash('sha256');
    for (const entity of ENTITIES) {
      if ((entity as unknown) === CheckpointEntity) continue;
      const { tableName, columns, primaryColumns } = source.getMetadata(entity);
      const names = columns.map((column) => column.databaseName).filter((name) => !LEFT_OUT.has(name));
      const list = (some: readonly string[]) => some.map((name) => `"${name}"`).join(', ');
      hash.update(`${tableName}\n`);
      const order = list(primaryColumns.map((column) => column.databaseName));
      const rows: ObjectLiteral[] = await source.query(`SELECT ${list(names)} FROM "${tableName}" ORDER BY ${order}`);
      for (const row of rows) {
        for (const value of Object.values(row) as unknown[]) {
          hash.update(Buffer.isBuffer(value) ? value : String(value));
          hash.update('\0');
        }
      }
    }
    return hash.digest('hex');
  } finally {
    await source.destroy();
  }
}
