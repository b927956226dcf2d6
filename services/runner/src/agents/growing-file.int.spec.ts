import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GrowingFile } from './growing-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-growing-'));
  path = join(folder, 'a.jsonl');
});
afterEach(() => { rmSync(folder, { recursive: true }); });

async function linesOf(file: GrowingFile): Promise<string[]> {
  const lines: string[] = [];
  await file.readNew((line) => lines.push(line));
  return lines;
}

describe('GrowingFile', () => {
  it('reads each line once, when it is complete', async () => {
    const file = new GrowingFile(path);
    expect(await linesOf(file)).toEqual([]);
    writeFileSync(path, 'one\n\ntw');
    expect(await linesOf(file)).toEqual(['one']);
    expect(await linesOf(file)).toEqual([]);
    appendFileSync(path, 'o\nthree\n');
    expect(await linesOf(file)).toEqual(['two', 'three']);
  });

  it('tells of a path that leads nowhere', async () => {
    symlinkSync(path, path);
    await expect(linesOf(new GrowingFile(path))).rejects.toThrow('ELOOP');
  });

  it('does not wait for a pipe that lies in its place', async () => {
    execFileSync('mkfifo', [path]);
    expect(await linesOf(new GrowingFile(path))).toEqual([]);
  });

  it('reads characters that are written in pieces', async () => {
    const bytes = Buffer.from('äöü€\n');
    const file = new GrowingFile(path);
    writeFileSync(path, bytes.subarray(0, 3));
    expect(await linesOf(file)).toEqual([]);
    appendFileSync(path, bytes.subarray(3));
    expect(await linesOf(file)).toEqual(['äöü€']);
  });

  it('reads more than it takes at a time', async () => {
    const long = 'x'.repeat(3 * 1024 * 1024);
    writeFileSync(path, `${long}\nshort\n`);
    expect((await linesOf(new GrowingFile(path))).map(({ length }) => length)).toEqual([long.length, 5]);
  });

  it('begins again with a file that has become shorter, and survives one that is gone', async () => {
    const file = new GrowingFile(path);
    writeFileSync(path, 'one\ntwo\n');
    await linesOf(file);
    writeFileSync(path, 'new\n');
    expect(await linesOf(file)).toEqual(['new']);
    rmSync(path);
    expect(await linesOf(file)).toEqual([]);
  });
});
