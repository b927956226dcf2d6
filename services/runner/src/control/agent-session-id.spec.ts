import { describe, expect, it } from '@jest/globals';
import { agentSessionIdSchema } from './agent-session-id.js';
import { factSchema } from './protocol.js';

const HOSTILE = ['$(touch /tmp/x)', 'a; touch /tmp/x', '`id`', 'a b', "a'b", 'a\nb', '--dangerously-skip-permissions', '-c', '', '../a', 'a'.repeat(101)];

describe('the id of an agent’s conversation', () => {
  it.each(['b0a7c0de-0000-4000-8000-000000000001', '01a2021f', 'session_1'])('may be %s', (id) => {
    expect(agentSessionIdSchema.parse(id)).toBe(id);
  });

  it.each(HOSTILE)('is never %j', (id) => {
    expect(agentSessionIdSchema.safeParse(id).success).toBe(false);
    expect(factSchema.safeParse({ kind: 'resumable', agentSessionId: id, command: `codex resume ${id}` }).success).toBe(false);
  });
});
