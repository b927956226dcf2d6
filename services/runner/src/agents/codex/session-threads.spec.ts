import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../control/protocol.js';
import { readRolloutLine, type RolloutLine } from './rollout-line.js';
import { SessionThreads } from './session-threads.js';
import { codexEventsOf, type CodexEvent } from './telemetry.js';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '');
const rollout = (name: string): RolloutLine[] => read(name).flatMap((line) => readRolloutLine(line) ?? []);
const telemetry = (name: string): CodexEvent[] => read(name).flatMap((line) => codexEventsOf(JSON.parse(line)));

function threads(startedAt = 0, reportedUntil: Record<string, number> = {}, hasTelemetry = true) {
  return new SessionThreads({ sessionId: 'S', startedAt, reportedUntil, hasTelemetry, resumeCommand: (id) => `env A=1 codex resume ${id}` });
}

const usageIn = (facts: readonly Fact[]) => facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.record] : []));
const requestsOf = (facts: readonly Fact[]) => new Map(usageIn(facts).map((record) => [record.requestId, record]));

describe('a session with a thread, its title and an interruption', () => {
  const main = '01a2148e-7580-71f1-aadb-bb560a279f69';
  const lines = rollout('rollout-interrupted-by-stop');
  const events = telemetry('telemetry-title-and-interrupt');

  it('counts the thread by its rollout and the titles by telemetry, each request once', () => {
    const session = threads();
    const facts = [
      ...session.read(main, lines),
      ...events.flatMap((event) => session.hear(event, event.conversationId === main)),
      ...session.underWay(),
      ...session.settle(),
    ];
    const requests = [...requestsOf(facts).values()];
    expect(requests.map(({ source, partial, tokens }) => [source, partial, tokens.input + tokens.cacheRead + tokens.cacheWrite5m, tokens.output])).toEqual([
      ['rollout', false, 10_100, 23],
      ['rollout', true, 10_128, 20],
      ['otel', false, 10_200, 23],
      ['otel', false, 10_400, 25],
    ]);
  });

  it('gives the same requests when telemetry is faster', () => {
    const session = threads();
    const facts = [...events.flatMap((event) => session.hear(event, event.conversationId === main)), ...session.read(main, lines), ...session.settle()];
    expect([...requestsOf(facts).values()].map(({ source, partial }) => [source, partial])).toEqual([
      ['otel', false], ['otel', false], ['rollout', false], ['rollout', true],
    ]);
  });

  it('reckons an answer that goes on, and replaces it by the record', () => {
    const session = threads();
    const recordAt = lines.findIndex(({ type }) => type === 'token_usage_record');
    session.read(main, lines.slice(0, recordAt));
    const ofMain = events.filter(({ conversationId, what }) => conversationId === main && what.kind !== 'completed');
    for (const event of ofMain.slice(0, 8)) session.hear(event, true);
    const running = usageIn(session.underWay());
    expect(running).toMatchObject([{ partial: true, source: 'rollout' }]);
    expect(session.underWay()).toEqual([]);
    const [final] = usageIn(session.read(main, lines.slice(recordAt, recordAt + 1)));
    expect(final).toMatchObject({ partial: false, requestId: running[0]?.requestId });
    expect(final?.usageId).not.toBe(running[0]?.usageId);
  });

  it('can be resumed as soon as it has a turn, and never names a title’s thread', () => {
    const session = threads();
    expect(session.read(main, lines.slice(0, 1))).toEqual([{ kind: 'activity', activity: 'idle' }]);
    const facts = [...session.read(main, lines.slice(1)), ...events.flatMap((event) => session.hear(event, event.conversationId === main))];
    expect(facts.filter(({ kind }) => kind === 'resumable')).toEqual([
      { kind: 'resumable', agentSessionId: main, command: `env A=1 codex resume ${main}` },
    ]);
  });
});

describe('a session that resumes a thread', () => {
  const thread = '01a2148b-334d-74d0-8808-910b95d4f6e1';
  const lines = rollout('rollout-turns-interrupts-resume');
  const startedAt = Date.parse('2026-11-25T21:12:00.000Z');

  it('counts nothing of what was before, and can be resumed again', () => {
    const session = threads(startedAt);
    const facts = session.read(thread, lines);
    expect(usageIn(facts)).toHaveLength(3);
    expect(facts.filter(({ kind }) => kind === 'resumable')).toHaveLength(1);
    expect(facts.at(-1)).toEqual({ kind: 'activity', activity: 'working' });
  });

  it('is idle, and can be resumed, before its first turn', () => {
    const session = threads(startedAt);
    const facts = session.read(thread, lines.filter(({ at }) => at < startedAt));
    expect(facts.map(({ kind }) => kind)).toEqual(['resumable', 'activity']);
    expect(facts.at(-1)).toEqual({ kind: 'activity', activity: 'idle' });
  });

  it('reports a request whose line has the time of the one before', () => {
    const sameTime = lines.map((line) => ({ ...line, at: startedAt }));
    expect(usageIn(threads(startedAt).read(thread, sameTime)).filter(({ partial }) => !partial)).toHaveLength(7);
  });

  it('tells when it asks its model, if telemetry does not', () => {
    const session = threads(startedAt, {}, false);
    const asking = lines.flatMap((line) => session.read(thread, [line])).flatMap((fact) => (fact.kind === 'asking' ? [fact.asking] : []));
    // An answer; the request for a tool, and for a moment what might follow it, had it not been interrupted; another tool.
    expect(asking).toEqual([true, false, true, false, true, false, true, false]);
    expect(threads(startedAt).read(thread, lines).some(({ kind }) => kind === 'asking')).toBe(false);
  });

  it('reports nothing twice when it is followed again', () => {
    const first = threads(startedAt);
    first.read(thread, lines.slice(0, -10));
    const second = threads(startedAt, first.reportedUntil);
    const counted = usageIn(second.read(thread, lines));
    const whole = usageIn(threads(startedAt).read(thread, lines));
    expect(counted).toEqual(whole.slice(-counted.length));
    expect(counted.length).toBeLessThan(whole.length);
  });
});

describe('what Codex does', () => {
  it('follows turns and approvals', () => {
    const thread = '01a2148d-4a45-7a71-94e0-51db075110b3';
    const session = threads();
    const decisions = telemetry('telemetry-approvals').filter(({ what }) => what.kind === 'decided');
    const facts = rollout('rollout-approvals').flatMap((line) => {
      const read = session.read(thread, [line]);
      const asked = read.some((fact) => fact.kind === 'activity' && fact.activity === 'waiting');
      return asked ? [...read, ...decisions.flatMap((event) => session.hear(event, true))] : read;
    });
    expect(facts.flatMap((fact) => (fact.kind === 'activity' ? [fact.activity] : []))).toEqual([
      'idle', 'working', 'waiting', 'working', 'waiting', 'working', 'waiting', 'working', 'idle',
    ]);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'context', agentSessionId: thread, usedTokens: 10_141, windowTokens: 258_400 }));
  });
});
