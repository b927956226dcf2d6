import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Activity, FleetEvent } from '@agents-fleet/contracts';
import type { SessionRow } from '@agents-fleet/read-models';
import { aCommandStarted, aContextMeasured, anActivityChange, aResumableSession, aSessionEnded, aSessionStarted, aStopRequested } from '@agents-fleet/testing';
import { projectAll } from '../spec-support/project-all.js';

const given = (...events: FleetEvent[]) => ({ then: (expected: Partial<SessionRow>) => expect(projectAll(events).session).toMatchObject(expected) });
const activity = (n: number, what: Activity) => anActivityChange({ n, data: { activity: what } });
const inAnyOrder = (events: FleetEvent[], expected: Partial<SessionRow>) =>
  fc.assert(
    // A redelivery brings some of them twice.
    fc.property(fc.shuffledSubarray([...events, ...events], { minLength: events.length }), (some) => {
      const missing = events.filter((event) => !some.includes(event));
      expect(projectAll([...some, ...missing]).session).toMatchObject(expected);
    }),
  );

describe('what an agent does', () => {
  it('makes a session wait and run again', () => {
    given(aSessionStarted(), activity(2, 'working')).then({ status: 'running', activity: 'working' });
    given(aSessionStarted(), activity(2, 'waiting')).then({ status: 'waiting', activity: 'waiting' });
    given(aSessionStarted(), activity(2, 'waiting'), activity(3, 'working')).then({ status: 'running', activity: 'working' });
    given(aSessionStarted(), activity(2, 'waiting'), activity(3, 'idle')).then({ status: 'running', activity: 'idle' });
  });

  it('is unknown as long as nobody told', () => {
    given(aSessionStarted()).then({ activity: null });
  });

  it('is what the newest event says, in whatever order they come', () => {
    inAnyOrder([aSessionStarted(), activity(2, 'waiting'), activity(3, 'working'), activity(4, 'waiting')], { status: 'waiting', activity: 'waiting' });
    inAnyOrder([aSessionStarted(), activity(2, 'waiting'), activity(3, 'working')], { status: 'running', activity: 'working' });
  });

  it('does not bring a session back that is stopping or has ended', () => {
    given(aSessionStarted(), aStopRequested(), activity(2, 'waiting')).then({ status: 'stopping', activity: 'waiting' });
    inAnyOrder([aSessionStarted(), activity(2, 'waiting'), aStopRequested(), activity(3, 'working'), aSessionEnded()], { status: 'ended', activity: null });
  });

  it('does not show a session that has not started', () => {
    given(activity(2, 'waiting')).then({ started: false, status: 'starting' });
  });
});

describe('a command that is held until its repo is kept', () => {
  const held = aSessionStarted({ data: { baselineWaitMs: 5_000 } });

  it('is starting until it runs', () => {
    given(held).then({ started: true, status: 'starting' });
    inAnyOrder([held, aCommandStarted()], { status: 'running' });
    inAnyOrder([held, aCommandStarted(), activity(3, 'waiting')], { status: 'waiting' });
  });

  it('may be stopped before', () => {
    inAnyOrder([held, aStopRequested()], { status: 'stopping' });
    inAnyOrder([held, aStopRequested(), aSessionEnded()], { status: 'ended' });
  });
});

describe('an agent’s context', () => {
  it('is as full as its newest measure says', () => {
    const measured = (n: number, usedTokens: number) => aContextMeasured({ n, data: { usedTokens } });
    inAnyOrder([aSessionStarted(), measured(5, 18_000), measured(7, 4_000), measured(6, 90_000)], { contextUsedTokens: 4_000, contextWindowTokens: 200_000 });
  });
});

describe('how a session is resumed', () => {
  const resumable = (n: number, agentSessionId: string) => aResumableSession({ n, data: { agentSessionId, command: `claude --resume ${agentSessionId}` } });

  it('is what the newest event says, also after the end', () => {
    inAnyOrder([aSessionStarted(), resumable(3, 'first'), resumable(8, 'second'), aSessionEnded()], {
      resumeAgentSessionId: 'second',
      resumeCommand: 'claude --resume second',
    });
  });

  it('is kept for every conversation, once', () => {
    const { artifacts } = projectAll([aSessionStarted(), resumable(3, 'first'), resumable(8, 'second'), resumable(9, 'second')], 1);
    expect(new Map(artifacts.map((row) => [row.id, row])).size).toBe(2);
    expect(artifacts.at(-1)).toMatchObject({
      kind: 'resume_command',
      title: 'Resume with “claude --resume second”',
      data: { agentSessionId: 'second', command: 'claude --resume second' },
    });
  });
});

describe('a session that resumes another', () => {
  it('knows what was spent before', () => {
    given(aSessionStarted({ data: { carried: { countedTokens: 1_200, costNanoUsd: 3_000_000 } } })).then({
      carriedTokens: 1_200,
      carriedNanoUsd: 3_000_000,
      costNanoUsd: 0,
      countedTokens: 0,
    });
  });
});
