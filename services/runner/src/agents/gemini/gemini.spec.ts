import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readProgram } from '../command-program.js';
import { readGeminiCommand } from './gemini-command.js';
import { GeminiRequests } from './gemini-requests.js';
import { geminiEventsOf, type GeminiEvent } from './gemini-telemetry.js';

/** What the real Gemini CLI 0.61.0 posted, against a stand-in of its model's API: turns, a tool call, interruptions, a resume. */
const recorded: GeminiEvent[] = readFileSync(new URL('fixtures/telemetry-turns-interrupt-resume.jsonl', import.meta.url), 'utf8')
  .trim().split('\n').flatMap((line) => geminiEventsOf(JSON.parse(line)));

describe('Gemini CLI’s telemetry', () => {
  const requests = new GeminiRequests('S');
  const facts = [...recorded.flatMap((event) => requests.hear(event)), ...requests.settle()];
  const records = facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.record] : []));

  it('has every answer once, with thoughts as output and without what came from the cache', () => {
    const finished = records.filter(({ partial }) => !partial);
    expect(finished.slice(0, 3).map(({ model, tokens }) => [model, tokens.input, tokens.cacheRead, tokens.output])).toEqual([
      ['gemini-3.5-flash-lite', 6090, 2010, 20],
      ['gemini-3.1-pro-preview', 6180, 2020, 13],
      ['gemini-3.5-flash-lite', 6270, 2030, 24],
    ]);
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(records.length);
  });

  it('reckons an interrupted answer by the one before', () => {
    expect(records.filter(({ partial }) => partial)).toMatchObject([
      { model: 'gemini-3.1-pro-preview', tokens: { cacheRead: 2050, output: 0 } },
      { model: 'gemini-3.1-pro-preview', tokens: { output: 0 } },
    ]);
  });

  it('names the conversation that is resumed', () => {
    expect(requests.conversation).toBe('8aa526a5-7264-40ea-a7c8-64e523c136ad');
  });
});

describe('readGeminiCommand', () => {
  it.each([
    ['gemini', []],
    ['gemini -m flash --yolo -p "do it"', ['-m flash', '--yolo']],
    ['gemini --resume latest -i "go on" --approval-mode=plan', ['--approval-mode=plan']],
  ])('keeps of %j what a resumed conversation needs', (command, kept) => {
    const words = readProgram(command, new Set(['gemini']))?.words ?? [];
    expect(readGeminiCommand(words)).toEqual({ asksModel: true, keptOptions: kept });
  });

  it('leaves subcommands alone', () => {
    expect(readGeminiCommand(readProgram('gemini mcp list', new Set(['gemini']))?.words ?? []).asksModel).toBe(false);
  });
});
