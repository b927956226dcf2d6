/** Older ones can corrupt a database in WAL mode when a checkpoint meets a reset (fixed in 3.51.3). */
const OLDEST = [3, 51, 3] as const;

/** Thrown at start when the SQLite that is linked in is one that loses data. */
export class UnsafeSqliteError extends Error {
  override readonly name = 'UnsafeSqliteError';
}

/** @throws UnsafeSqliteError for a version before 3.51.3 */
export function assertSafeSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new UnsafeSqliteError(`SQLite ${version} can corrupt its files; ${OLDEST.join('.')} or newer is needed`);
    }
  }
}
