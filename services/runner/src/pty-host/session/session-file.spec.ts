import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SessionFiles, type SessionFile } from './session-file.js';

const FILE: SessionFile = { sessionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', runnerId: 'r', correlationId: 'c', cols: 80, rows: 24, mark: null };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleet-files-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('SessionFiles', () => {
  const damaged: string[] = [];
  const leftovers = () => new SessionFiles(directory).leftovers((name) => damaged.push(name));

  it('tells the next process of sessions that did not end', () => {
    const files = new SessionFiles(directory);
    files.write(FILE);
    files.write({ ...FILE, sessionId: '01BX5ZZKBKACTAV9WEVGEMMVRZ' });
    files.remove('01BX5ZZKBKACTAV9WEVGEMMVRZ');
    expect(leftovers()).toEqual([FILE]);
  });

  it('is not stopped by a damaged file', () => {
    new SessionFiles(directory).write(FILE);
    writeFileSync(join(directory, '01BX5ZZKBKACTAV9WEVGEMMVRZ.json'), '');
    expect(leftovers()).toEqual([FILE]);
    expect(damaged).toEqual(['01BX5ZZKBKACTAV9WEVGEMMVRZ.json']);
    expect(leftovers()).toEqual([FILE]);
  });
});
