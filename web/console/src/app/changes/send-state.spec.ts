import { describe, expect, it } from '@jest/globals';
import { aSession } from '../sessions/session.builder.js';
import { sendRefusal } from './send-state.js';
import { type CommentDraft } from './stored-drafts.js';

const draft = (text = 'why?'): CommentDraft => ({ id: 'a', path: 'a.ts', side: 'after', from: 1, to: 1, lines: ['x'], text });

describe('sending comments', () => {
  it.each([
    ['can be done in a running session', aSession(), null],
    ['not when it has ended', aSession({ status: 'ended' }), /ended/],
    ['not while it starts', aSession({ status: 'starting' }), /starting/],
    ['not while it is stopped', aSession({ status: 'stopping' }), /stopped/],
    ['not while a question is open that the message would answer', aSession({ agent: 'claude', activity: 'waiting' }), /answer/],
    ['not into a session that waits', aSession({ agent: 'claude', status: 'waiting' }), /answer/],
    ['while the agent works', aSession({ agent: 'claude', activity: 'working' }), null],
  ])('%s', (_what, session, reason) => {
    if (reason === null) expect(sendRefusal(session, [draft()])).toBeNull();
    else expect(sendRefusal(session, [draft()])).toMatch(reason);
  });

  it('can’t be done when they are more than the gateway takes at once', () => {
    expect(sendRefusal(aSession(), Array.from({ length: 20 }, () => draft('x'.repeat(4_000))))).toMatch(/too long/);
  });
});
