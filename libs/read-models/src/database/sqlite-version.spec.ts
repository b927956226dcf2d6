import { describe, expect, it } from '@jest/globals';
import { assertSafeSqlite, UnsafeSqliteError } from './sqlite-version.js';

describe('assertSafeSqlite', () => {
  it.each(['3.51.3', '3.51.10', '3.52.0', '4.0.0'])('takes %s', (version) => {
    expect(() => assertSafeSqlite(version)).not.toThrow();
  });

  it.each(['3.51.2', '3.50.9', '3.7.0', '2.99.99', 'unknown'])('refuses %s', (version) => {
    expect(() => assertSafeSqlite(version)).toThrow(UnsafeSqliteError);
  });
});
