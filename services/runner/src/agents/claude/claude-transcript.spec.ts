import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readTranscriptLine, type TranscriptLine } from './claude-transcript.js';

/** Recorded from Claude Code 2.1.330 against the stand-in, without its long lines. */
const recorded = (name: string): string[] => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8').split('\n');
const read = (name: string): TranscriptLine[] => recorded(name).flatMap((text) => readTranscriptLine('S', text) ?? []);

const usages = (lines: readonly TranscriptLine[]) =>
  lines.flatMap((line) => (line.kind === 'usage' ? [[line.requestId, line.record.partial, line.record.tokens.input, line.record.tokens.output]] : []));

describe('a transcript of Claude Code', () => {
  it('tells what each answer used, and which tools it asked for', () => {
    const lines = read('transcript.jsonl');
    expect(usages(lines)).toEqual([
      ['req_32626_0', false, 1200, 2],
      ['req_32626_1', false, 1207, 20],
      ['req_32626_2', false, 1214, 2],
      ['req_32626_3', false, 1221, 20],
      ['req_32626_5', false, 1235, 158],
      ['req_32626_6', false, 1242, 1],
    ]);
    expect(lines[1]).toMatchObject({ toolUseIds: ['toolu_32626_1'], sidechain: false, record: { tokens: { cacheRead: 15011, cacheWrite5m: 103, cacheWrite1h: 205 } } });
  });

  it('has its subagents’ answers in files of their own', () => {
    expect(read('subagent.jsonl')).toMatchObject([{ kind: 'usage', requestId: 'req_32626_4', sidechain: true }]);
  });

  it('estimates the output of an answer that was broken off by what it holds, and tells of the interruption', () => {
    const lines = read('interrupted.jsonl');
    expect(usages(lines)).toEqual([
      ['req_928_0', false, 1200, 2],
      ['req_928_1', true, 1207, 3],
      ['req_928_2', true, 1214, 11],
      ['req_928_3', true, 1221, 31],
    ]);
    expect(lines.map(({ kind }) => kind)).toEqual(['usage', 'usage', 'interrupted', 'usage', 'interrupted', 'usage']);
  });

  it.each([
    ['messages that Claude Code makes up', '{"type":"assistant","timestamp":"2026-11-25T21:27:45.512Z","message":{"id":"x","model":"<synthetic>","usage":{}}}'],
    ['half a line', '{"type":"assistant","timest'],
    ['an answer without usage', '{"type":"assistant","timestamp":"2026-11-25T21:27:45.512Z","message":{"id":"x","model":"m"}}'],
    ['what a person says about it', '{"type":"user","timestamp":"2026-11-25T21:27:45.512Z","message":{"content":"[Request interrupted by user]"}}'],
    ['nothing', ''],
  ])('skips %s', (_, text) => {
    expect(readTranscriptLine('S', text)).toBeNull();
  });
});
