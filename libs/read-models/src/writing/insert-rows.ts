import type { EntityManager, EntityMetadata, EntitySchema, ObjectLiteral } from 'typeorm';

/** What happens to a row whose key is there already. */
export type OnConflict = 'keep' | 'replace';

/**
 * Inserts rows by one prepared statement a table. TypeORM writes numbers into the text of its statements, so that each is
 * another one to SQLite: preparing it took longer than running it.
 */
export async function insertRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  rows: readonly Row[],
  onConflict: OnConflict,
): Promise<void> {
  if (rows.length === 0) return;
  const metadata = manager.dataSource.getMetadata(entity);
  const { driver } = manager.dataSource;
  const statement = statementOf(metadata, onConflict);
  for (const row of rows) {
    await manager.query(
      statement,
      metadata.columns.map((column): unknown => driver.preparePersistentValue(row[column.propertyName], column)),
    );
  }
}

const statements = new WeakMap<EntityMetadata, Map<OnConflict, string>>();

function statementOf(metadata: EntityMetadata, onConflict: OnConflict): string {
  const known = statements.get(metadata)?.get(onConflict);
  if (known !== undefined) return known;
  const names = metadata.columns.map(({ databaseName }) => `"${databaseName}"`);
  const key = metadata.primaryColumns.map(({ databaseName }) => `"${databaseName}"`);
  const others = names.filter((name) => !key.includes(name));
  const conflict =
    onConflict === 'keep' || others.length === 0
      ? 'DO NOTHING'
      : `(${key.join(', ')}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  const statement = `INSERT INTO "${metadata.tableName}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT ${conflict}`;
  statements.set(metadata, new Map([...(statements.get(metadata) ?? []), [onConflict, statement]]));
  return statement;
}
