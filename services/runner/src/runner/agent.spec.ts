import { describe, expect, it } from '@jest/globals';
import { recogniseAgent } from './agent.js';

describe('recogniseAgent', () => {
  it.each([
    [null, 'shell'],
    ['', 'shell'],
    ['npm test', 'shell'],
    ['claude', 'claude'],
    ['  claude --model opus "fix it"', 'claude'],
    ['/usr/local/bin/codex exec "do"', 'codex'],
    ['"/opt/my tools/gemini" -p x', 'gemini'],
    ["FOO='a b' exec claude", 'claude'],
    ['env -u X A=1 codex', 'shell'],
    ['env A=1 codex', 'codex'],
    ['claude-wrapper', 'shell'],
    ['echo claude', 'shell'],
  ])('takes %j for %s', (command, agent) => {
    expect(recogniseAgent(command)).toBe(agent);
  });
});
