import { describe, expect, it } from '@jest/globals';
import type { ClaudeSaved } from './claude-saved.js';
import { meetConversation } from './conversations.js';

const FRESH: ClaudeSaved = { token: 't'.repeat(16), launchedAt: 5_000, resumePrefix: 'claude', conversations: [], resumable: null };
const sight = (agentSessionId: string, { path = `/home/dev/${agentSessionId}.jsonl` as string | null, takenUp = false } = {}) => ({ agentSessionId, path, takenUp });

describe('meetConversation', () => {
  it('counts the first one from the session’s start on, also when it was resumed', () => {
    expect(meetConversation(FRESH, sight('a', { takenUp: true }), 9_000)?.conversations).toEqual([{ agentSessionId: 'a', transcript: '/home/dev/a.jsonl', since: 5_000 }]);
  });

  it('counts one that is taken up later from then on, and a new one with all that it holds', () => {
    const met = meetConversation(FRESH, sight('a'), 6_000) ?? FRESH;
    expect(meetConversation(met, sight('b', { takenUp: true }), 9_000)?.conversations[1]?.since).toBe(8_000);
    expect(meetConversation(met, sight('b'), 9_000)?.conversations[1]?.since).toBe(5_000);
  });

  it('learns a path that was not told at first, and nothing else', () => {
    const met = meetConversation(FRESH, sight('a', { path: null }), 6_000) ?? FRESH;
    expect(met.conversations[0]?.transcript).toBeNull();
    const told = meetConversation(met, sight('a', { takenUp: true }), 9_000) ?? FRESH;
    expect(told.conversations).toEqual([{ agentSessionId: 'a', transcript: '/home/dev/a.jsonl', since: 5_000 }]);
    expect(meetConversation(told, sight('a'), 10_000)).toBeNull();
  });

  it('follows only so many', () => {
    const met = Array.from({ length: 1_000 }, (_, i) => sight(`c${i}`)).reduce((saved, seen) => meetConversation(saved, seen, 6_000) ?? saved, FRESH);
    expect(met.conversations).toHaveLength(200);
    expect(met.conversations[0]?.agentSessionId).toBe('c0');
  });

  it.each(['relative/a.jsonl', '/home/dev/a.txt'])('reads no %j', (path) => {
    expect(meetConversation(FRESH, sight('a', { path }), 1)?.conversations[0]?.transcript).toBeNull();
  });
});
