import { describe, expect, it } from '@jest/globals';
import { readProgram } from './command-program.js';

const AGENTS = new Set(['claude', 'codex', 'gemini']);
const read = (command: string) => readProgram(command, AGENTS);

describe('readProgram', () => {
  it.each([
    ['', undefined],
    ['npm test', 'npm'],
    ['claude', 'claude'],
    ['  claude --model opus "fix it"', 'claude'],
    ['/usr/local/bin/codex exec "do"', 'codex'],
    ['"/opt/my tools/gemini" -p x', 'gemini'],
    ['$HOME/.local/bin/claude', 'claude'],
    ["FOO='a b' exec claude", 'claude'],
    ['env -u X A=1 codex', 'codex'],
    ['nice -n 5 claude', 'claude'],
    ['claude-wrapper', 'claude-wrapper'],
    ['echo claude', 'echo'],
    ['cd "my repo" && claude', 'claude'],
    ['export A=1 && cd x && exec claude', 'claude'],
    ['claude -p "$(cat \'it)s\')" 2>&1 | tee log', 'claude'],
    ['git diff | claude -p "explain" > out.txt', 'claude'],
    ['claude # and a comment', 'claude'],
  ])('finds the program of %j', (command, name) => {
    expect(read(command)?.name).toBe(name);
  });

  it.each([
    ['two agents', 'claude; codex'],
    ['what runs after the agent', 'claude && npm test'],
    ['a list before it', 'npm ci && claude'],
    ['the background', 'claude & wait'],
    ['a cleared environment', 'env -i A=1 claude'],
    ['another root', 'env -C /x claude'],
    ['a subshell', '(claude)'],
    ['a here document', 'claude -p <<X\nhello\nX'],
    ['an open quote', 'claude "fix it'],
    ['quotes with escapes of their own', "claude $'a\\nb'"],
    ['what only names it', 'command -v claude'],
  ])('has no program for %s', (_, command) => {
    expect(read(command)).toBeNull();
  });

  it('takes the quotes off parameters, and tells which ones bash would expand', () => {
    const program = read(`claude --model 'o p' "it's \\"x\\"" a\\ b "$(date)" \${X} *`);
    expect(program?.parameters).toEqual(['--model', 'o p', 'it\'s "x"', 'a b', '$(date)', '${X}', '*']);
    expect(program?.words.map(({ literal }) => literal)).toEqual([true, true, true, true, false, false, false]);
  });

  it('knows where the program’s word ends, what is set before it, and how to start it again', () => {
    const command = `cd /x && env HOME='/my home' B="$C" claude -p hi | tee log`;
    const program = read(command);
    expect(command.slice(program?.end)).toBe(' -p hi | tee log');
    expect(program?.assignments).toEqual({ HOME: '/my home' });
    expect(program?.prefix).toBe(`cd /x && env HOME='/my home' B="$C" claude`);
    expect(read('cat x | A=1 claude -p')?.prefix).toBe('A=1 claude');
    expect(read('claude >log -p x')?.parameters).toEqual(['-p', 'x']);
  });
});
