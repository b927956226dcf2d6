import { describe, expect, it } from '@jest/globals';
import { isDamagedFile, isDatabaseTrouble } from './sqlite-errors.js';

const sqlite = (code: string) => Object.assign(new Error(code), { code });
/** As TypeORM hands it on. */
const wrapped = (code: string) => Object.assign(new Error('QueryFailedError'), { driverError: sqlite(code) });

describe('isDatabaseTrouble', () => {
  it.each(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_CORRUPT'])('%s is', (code) => {
    expect(isDatabaseTrouble(sqlite(code))).toBe(true);
    expect(isDatabaseTrouble(wrapped(code))).toBe(true);
  });

  it.each(['SQLITE_CONSTRAINT_NOTNULL', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG'])('%s is the row’s fault', (code) => {
    expect(isDatabaseTrouble(wrapped(code))).toBe(false);
  });

  it('goes by the code, not by the class, which another loader of the driver may have made', () => {
    expect(isDatabaseTrouble({ code: 'SQLITE_BUSY', message: 'database is locked' })).toBe(true);
  });

  it('other errors are not', () => {
    expect(isDatabaseTrouble(new TypeError('x is undefined'))).toBe(false);
    expect(isDatabaseTrouble(Object.assign(new Error('file'), { code: 'ENOENT' }))).toBe(false);
    expect(isDatabaseTrouble('text')).toBe(false);
  });
});

describe('isDamagedFile', () => {
  it('is true for a file that is no database any more', () => {
    expect(isDamagedFile(wrapped('SQLITE_CORRUPT_INDEX'))).toBe(true);
    expect(isDamagedFile(sqlite('SQLITE_NOTADB'))).toBe(true);
    expect(isDamagedFile(sqlite('SQLITE_BUSY'))).toBe(false);
  });
});
