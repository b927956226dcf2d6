import { describe, expect, it } from '@jest/globals';
import type { Agent } from '@agents-fleet/contracts';
import { exitHint } from './exit-hint.js';

const ID = '22222222-aaaa-4bbb-8ccc-1234567890ab';
const of = (agent: Agent, output: string) => exitHint(agent, Buffer.from(output))?.command ?? null;

describe('exitHint', () => {
  it.each<[string, Agent, string, string | null]>([
    ['Claude Code', 'claude', `Resume this session with:\r\nclaude --resume ${ID}\r\n`, `claude --resume ${ID}`],
    ['flags that Claude Code repeats', 'claude', `Resume this session with:\r\nclaude --settings '/run/fleet/x y.json' --model opus --resume ${ID}\r\n`, `claude --resume ${ID}`],
    ['colours', 'claude', `\x1b[?25h\x1b[2mResume this session with:\x1b[22m\r\n\x1b[2mclaude --resume ${ID}\x1b[22m\r\n`, `claude --resume ${ID}`],
    ['a cursor that was put there', 'claude', `done\x1b[24;1H\x1b[Kclaude --resume ${ID}`, `claude --resume ${ID}`],
    ['the last of several', 'claude', `claude --resume ${ID.replace('2', '1')}\r\nclaude --resume ${ID}\r\n`, `claude --resume ${ID}`],
    ['Codex', 'codex', `To continue this session, run:\r\n  codex resume ${ID}\r\n`, `codex resume ${ID}`],
    ['Codex in colours', 'codex', `To continue this session, run \x1b[36mcodex resume ${ID}\x1b[39m`, `codex resume ${ID}`],
    ['somebody who only talks about it', 'claude', `try: claude --resume ${ID}\r\n`, null],
    ['an id that is none', 'claude', 'claude --resume 22222222-aaaa\r\n', null],
    ['an agent that is not known to say it', 'gemini', `claude --resume ${ID}\r\n`, null],
    ['a shell', 'shell', `claude --resume ${ID}\r\n`, null],
    ['nothing', 'claude', '', null],
  ])('%s', (_, agent, output, command) => {
    expect(of(agent, output)).toBe(command);
  });

  it('does not mind a tail that begins in the middle of a character or an escape', () => {
    const tail = Buffer.from(`é\x1b[38;5;240mbye\x1b[0m\r\nclaude --resume ${ID}\r\n`);
    for (let start = 1; start < 10; start++) expect(exitHint('claude', tail.subarray(start))?.agentSessionId).toBe(ID);
  });
});
