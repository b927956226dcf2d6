import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TranscriptFiles } from './transcript-files.js';

let directory: string;
let transcript: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleet-transcripts-'));
  transcript = join(directory, 'conversation.jsonl');
});
afterEach(() => { rmSync(directory, { recursive: true }); });

async function linesOf(files: TranscriptFiles): Promise<string[]> {
  const lines: string[] = [];
  await files.read(transcript, (line) => lines.push(line));
  return lines;
}

describe('TranscriptFiles', () => {
  it('reads each line once, also those of subagents', async () => {
    const files = new TranscriptFiles();
    expect(await linesOf(files)).toEqual([]);
    const subagents = join(directory, 'conversation', 'subagents');
    mkdirSync(subagents, { recursive: true });
    writeFileSync(transcript, 'one\ntw');
    writeFileSync(join(subagents, 'agent-a.jsonl'), 'of a subagent\n');
    expect(await linesOf(files)).toEqual(['one', 'of a subagent']);
    appendFileSync(transcript, 'o\n');
    expect(await linesOf(files)).toEqual(['two']);
  });

  it('does not wait for a pipe that an agent puts in its place', async () => {
    execFileSync('mkfifo', [transcript]);
    expect(await linesOf(new TranscriptFiles())).toEqual([]);
  });
});
