import { describe, expect, it } from '@jest/globals';
import { readProgram } from '../command-program.js';
import { claudeOptions } from './claude-options.js';

function options(command: string) {
  const program = readProgram(command, new Set(['claude']));
  if (program === null) throw new Error('no program');
  return claudeOptions(program);
}

describe('claudeOptions', () => {
  it.each([
    ['claude', true],
    ['claude "fix the tests"', true],
    ['claude --model mcp', true],
    ['claude mcp list', false],
    ['claude --version', false],
    ['claude update', false],
  ])('knows whether %j holds a conversation', (command, conversation) => {
    expect(options(command).conversation).toBe(conversation);
  });

  it.each([
    ['claude -c', true],
    ['claude --resume', true],
    ['claude -r abc --fork-session', true],
    ['claude --session-id=abc', true],
    ['claude "continue"', false],
  ])('knows whether %j chooses the conversation', (command, chooses) => {
    expect(options(command).choosesSession).toBe(chooses);
  });

  it('finds the settings of the person', () => {
    expect(options(`claude --settings '{"a":1}' x`).settings?.text).toBe('{"a":1}');
    expect(options('claude --settings=s.json').settings?.text).toBe('s.json');
    expect(options('claude').settings).toBeNull();
  });

  it('keeps for a resume what is no prompt, belongs to no one session, and needs no shell to know', () => {
    const command = `claude --model opus -p --session-id abc --allowedTools 'Bash(npm *)' Edit --append-system-prompt "$X" --verbose --new-flag y "do it"`;
    expect(options(command).kept).toEqual(['--model', 'opus', '--allowedTools', `'Bash(npm *)'`, 'Edit', '--verbose']);
    expect(options(command).print).toBe(true);
  });
});
