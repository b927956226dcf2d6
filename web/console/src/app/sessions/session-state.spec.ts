import { describe, expect, it } from '@jest/globals';
import { aSession } from './session.builder.js';
import { IDLE_AFTER_MS, needsPerson, sessionLabel, sessionState } from './session-state.js';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const ended = { status: 'ended' as const, endedAt: '2026-11-23T10:00:00.000Z' };

describe('sessionState', () => {
  it.each([
    ['a running session that prints', aSession(), 'working'],
    ['one that waits for the person', aSession({ status: 'waiting' }), 'needs'],
    ['one that starts', aSession({ status: 'starting' }), 'working'],
    ['one stopped by its budget', aSession({ ...ended, stopReason: 'budget_exceeded', signal: 'SIGINT' }), 'stopped'],
    ['one lost in a crash', aSession({ ...ended, stopReason: 'crash_recovery' }), 'failed'],
    ['one that exited well', aSession({ ...ended, stopReason: 'exited', exitCode: 0 }), 'ended'],
    ['one that exited badly', aSession({ ...ended, stopReason: 'exited', exitCode: 137 }), 'failed'],
    ['one that a signal ended', aSession({ ...ended, stopReason: 'exited', signal: 'SIGKILL' }), 'failed'],
    ['one that the person stopped', aSession({ ...ended, stopReason: 'user', signal: 'SIGINT' }), 'ended'],
  ] as const)('of %s', (_what, session, state) => {
    expect(sessionState(session, now)).toBe(state);
  });

  it('believes an agent that says what it does, however quiet or busy its screen is', () => {
    const later = now + 10 * IDLE_AFTER_MS;
    expect(sessionState(aSession({ activity: 'working' }), later)).toBe('working');
    expect(sessionState(aSession({ activity: 'idle' }), now)).toBe('idle');
    expect(sessionState(aSession({ activity: 'waiting' }), now)).toBe('needs');
  });

  it('waits for nobody once it is stopping or over', () => {
    expect(sessionState(aSession({ activity: 'waiting', status: 'stopping' }), now)).toBe('working');
    expect(sessionState(aSession({ activity: 'waiting', ...ended, stopReason: 'user' }), now)).toBe('ended');
    expect(needsPerson(aSession({ activity: 'waiting', status: 'stopping' }))).toBe(false);
  });

  it('is idle after a minute without output, but never while stopping', () => {
    expect(sessionState(aSession(), now + IDLE_AFTER_MS - 1)).toBe('working');
    expect(sessionState(aSession(), now + IDLE_AFTER_MS)).toBe('idle');
    expect(sessionState(aSession({ status: 'stopping' }), now + IDLE_AFTER_MS)).toBe('working');
  });

  it('has a word that says when a session is on its way', () => {
    expect(sessionLabel(aSession({ status: 'stopping' }), 'working')).toBe('Stopping');
    expect(sessionLabel(aSession(), 'working')).toBe('Working');
  });

  it('has another word for what was stopped than for what ended by itself', () => {
    expect(sessionLabel(aSession({ ...ended, stopReason: 'exited' }), 'ended')).toBe('Ended');
    expect(sessionLabel(aSession({ ...ended, stopReason: 'user' }), 'ended')).toBe('Stopped');
    expect(sessionLabel(aSession({ ...ended, stopReason: 'idle_timeout' }), 'ended')).toBe('Stopped');
    expect(sessionLabel(aSession({ ...ended, stopReason: 'budget_exceeded' }), 'stopped')).toBe('Budget stop');
  });
});
