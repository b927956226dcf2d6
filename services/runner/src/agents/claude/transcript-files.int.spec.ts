import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TranscriptFiles } from './transcript-files.js';

let folder: string;
let path: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-transcripts-'));
  path = join(folder, 'a.jsonl');
  lines = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('TranscriptFiles', () => {
  it('reads each line once, however it is written', async () => {
    const files = new TranscriptFiles();
    const read = () => files.read(path, (line) => lines.push(line));
    await read();
    writeFileSync(path, 'one\ntw');
    await read();
    appendFileSync(path, 'o é');
    await read();
    appendFileSync(path, '\n\nthree\n');
    await Promise.all([read(), read()]);
    expect(lines).toEqual(['one', 'two é', 'three']);
  });

  it('reads the files of subagents, also those that come later', async () => {
    const files = new TranscriptFiles();
    const read = () => files.read(path, (line) => lines.push(line));
    writeFileSync(path, 'main\n');
    await read();
    mkdirSync(join(folder, 'a', 'subagents'), { recursive: true });
    writeFileSync(join(folder, 'a', 'subagents', 'agent-1.jsonl'), 'sub\n');
    writeFileSync(join(folder, 'a', 'subagents', 'agent-1.meta.json'), '{}\n');
    await read();
    expect(lines).toEqual(['main', 'sub']);
  });

  it('does not wait for a pipe that an agent puts in its place', async () => {
    execFileSync('mkfifo', [path]);
    await new TranscriptFiles().read(path, (line) => lines.push(line));
    expect(lines).toEqual([]);
  });

  it('begins again with a file that was written anew, and reads more than fits in one piece', async () => {
    const files = new TranscriptFiles();
    const long = 'x'.repeat(3 * 1024 * 1024);
    writeFileSync(path, `${long}\nlast\n`);
    await files.read(path, (line) => lines.push(line));
    expect(lines.map(({ length }) => length)).toEqual([long.length, 4]);
    writeFileSync(path, 'new\n');
    await files.read(path, (line) => lines.push(line));
    expect(lines.at(-1)).toBe('new');
  });
});
