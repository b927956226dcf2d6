/** Codes that say something about one row, so that the message that brought it is to blame. */
const ABOUT_THE_ROW = ['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG', 'SQLITE_RANGE'];
/** Codes that say that the file is no (longer a) database. */
const ABOUT_THE_FILE = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/**
 * Whether the database, and not the message, is the reason: busy, disk full, I/O error. Trying again may help, and
 * calling the message poison would lose it.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && !ABOUT_THE_ROW.some((prefix) => code.startsWith(prefix));
}

/** Whether the file itself is damaged: it has to be rebuilt. */
export function isDamagedFile(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && ABOUT_THE_FILE.some((prefix) => code.startsWith(prefix));
}

/**
 * SQLite's code in an error of the driver, or in one that wraps it (TypeORM: `driverError`); `null` for other errors.
 * Goes by the code alone: the native driver makes its errors with the classes of whoever loaded it first.
 */
export function sqliteCode(error: unknown): string | null {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = (at as { driverError?: unknown }).driverError) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
  }
  return null;
}
