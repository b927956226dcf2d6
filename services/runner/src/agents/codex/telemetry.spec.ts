import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codexEventsOf } from './telemetry.js';
import { evolveTelemetry, NEW_TELEMETRY_THREAD, unfinishedRequest } from './telemetry-thread.js';

/** What the real Codex 0.169.0 posted. */
const bodies = readFileSync(new URL('fixtures/telemetry-title-and-interrupt.jsonl', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);

describe('codexEventsOf', () => {
  const events = bodies.flatMap((body) => codexEventsOf(body));

  it('has the counts of each response once, though two events tell of its end', () => {
    expect(events.flatMap(({ what }) => (what.kind === 'completed' ? [what.usage] : []))).toEqual([
      { input_tokens: 10_100, cached_input_tokens: 3010, cache_write_input_tokens: 51, output_tokens: 23 },
      { input_tokens: 10_200, cached_input_tokens: 3020, cache_write_input_tokens: 52, output_tokens: 24 },
      { input_tokens: 10_400, cached_input_tokens: 3040, cache_write_input_tokens: 54, output_tokens: 25 },
    ].map((usage) => expect.objectContaining({ input_tokens: usage.input_tokens, cached_input_tokens: usage.cached_input_tokens })));
    expect(events.filter(({ what }) => what.kind === 'request')).toHaveLength(4);
  });

  it('has one event for each piece of an answer', () => {
    expect(events.filter(({ what }) => what.kind === 'delta')).toHaveLength(24);
  });

  it('skips what is none of a conversation', () => {
    expect(codexEventsOf({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: [{ key: 'event.name', value: { stringValue: 'x' } }] }] }] }] })).toEqual([]);
  });
});

describe('a thread without a rollout', () => {
  const event = (at: string, what: ReturnType<typeof codexEventsOf>[number]['what']) => ({ conversationId: 'c', at, model: 'm', what });
  const usage = { input_tokens: 500, cached_input_tokens: 100, cache_write_input_tokens: 0, output_tokens: 5 };

  it('names a request by when it was asked, and reckons one without an end', () => {
    let thread = evolveTelemetry(NEW_TELEMETRY_THREAD, event('1', { kind: 'request', accepted: true })).thread;
    const ended = evolveTelemetry(thread, event('2', { kind: 'completed', usage }));
    expect(ended.request).toMatchObject({ requestId: 'codex:c:1', isPartial: false, model: 'm', tokens: { input: 400, cacheRead: 100, output: 5 } });
    expect(unfinishedRequest('c', ended.thread)).toBeNull();
    thread = evolveTelemetry(ended.thread, event('3', { kind: 'request', accepted: true })).thread;
    thread = evolveTelemetry(thread, event('4', { kind: 'delta' })).thread;
    expect(unfinishedRequest('c', thread)).toMatchObject({ requestId: 'codex:c:3', isPartial: true, tokens: { input: 505, output: 1 } });
  });

  it('counts nothing for a request that was refused', () => {
    const { thread } = evolveTelemetry(NEW_TELEMETRY_THREAD, event('1', { kind: 'request', accepted: false }));
    expect(unfinishedRequest('c', thread)).toBeNull();
  });
});
