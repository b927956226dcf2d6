import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readRolloutLine, type RolloutLine } from './rollout-line.js';
import { evolveThread, NEW_THREAD, type RolloutThread } from './rollout-thread.js';
import { activityOf } from './session-activity.js';
import { interruptedRequest, type ThreadRequest } from './thread-request.js';

/** Rollouts of the real Codex 0.169.0 against a stand-in of its model's API; long texts are left out. */
function recorded(name: string): RolloutLine[] {
  const text = readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url), 'utf8');
  return text.split('\n').flatMap((line) => readRolloutLine(line) ?? []);
}

function given(lines: readonly RolloutLine[]): { thread: RolloutThread; requests: ThreadRequest[] } {
  let thread = NEW_THREAD;
  const requests: ThreadRequest[] = [];
  for (const line of lines) {
    const step = evolveThread(thread, line);
    thread = step.thread;
    if (step.request !== null) requests.push(step.request);
  }
  return { thread, requests };
}

const event = (payload: object, at = '2026-01-01T00:00:00.000Z') => {
  const line = readRolloutLine(JSON.stringify({ timestamp: at, type: 'event_msg', payload }));
  if (line === null) throw new Error('no line');
  return line;
};
const usage = (input: number, output: number) => ({ input_tokens: input, cached_input_tokens: 0, output_tokens: output, total_tokens: input + output });

describe('a rollout of turns, a tool call, two interruptions and a resume', () => {
  const { thread, requests } = given(recorded('rollout-turns-interrupts-resume'));

  it('has each finished request once, in classes of which none includes another', () => {
    expect(requests.filter(({ isPartial }) => !isPartial).map(({ tokens }) => [tokens.input, tokens.cacheRead, tokens.cacheWrite5m, tokens.output])).toEqual([
      [7039, 3010, 51, 23],
      [7217, 3030, 53, 43],
      [7395, 3050, 55, 45],
      [7662, 3080, 58, 30],
      // After the resume, against a stand-in that counted from the start again.
      [7039, 3010, 51, 23],
      [7217, 3030, 53, 43],
      [7395, 3050, 55, 45],
    ]);
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(requests.length);
  });

  it('reckons an interrupted answer by the request before it, and nothing for an interrupted tool', () => {
    expect(requests.filter(({ isPartial }) => isPartial)).toMatchObject([{ model: 'gpt-5.2-codex', tokens: { cacheRead: 3050, output: 0 } }]);
    // What the request before sent and got, 10,500 + 45 tokens, without what it read from the cache; and the new prompt, with
    // the mark of the interruption that Codex adds to it.
    expect(requests.find(({ isPartial }) => isPartial)?.tokens.input).toBe(10_545 - 3050 + Math.ceil(('count:200'.length + '(omitted)'.length) / 4));
  });

  it('knows the model and the context', () => {
    expect(thread).toMatchObject({ model: 'gpt-5.2-codex', isMain: true, windowTokens: 258_400 });
  });
});

describe('a rollout that ends with the process', () => {
  it('has a request under way when Codex was terminated in the middle of an answer', () => {
    const { thread, requests } = given(recorded('rollout-terminated'));
    expect(requests).toEqual([]);
    expect(interruptedRequest(thread, 'running', 40)).toMatchObject({ isPartial: true, tokens: { output: 40 } });
    expect(interruptedRequest(thread, 'running')?.tokens.input).toBeGreaterThan(4000);
  });

  it('has none when it was terminated while a tool ran', () => {
    const { thread } = given(recorded('rollout-turns-interrupts-resume'));
    expect(thread.turn).not.toBeNull();
    expect(interruptedRequest(thread, 'running')).toBeNull();
  });
});

describe('a forked thread', () => {
  it('is a thread of its own: Codex 0.169 copies no history', () => {
    expect(given(recorded('rollout-fork')).requests).toMatchObject([{ tokens: { input: 7395, cacheRead: 3050, cacheWrite5m: 55, output: 27 } }]);
  });
});

describe('a call that asks for an approval', () => {
  const lines = recorded('rollout-approvals');
  const asked = lines.findIndex(({ type, payload }) => type === 'response_item' && payload.name === 'exec_command');

  it('waits for the person until the call is decided on, or has a result', () => {
    const { thread } = given(lines.slice(0, asked + 2));
    expect(activityOf(thread, new Set())).toBe('waiting');
    expect(activityOf(thread, new Set(['call_1']))).toBe('working');
    expect(activityOf(given(lines.slice(0, asked + 6)).thread, new Set())).toBe('working');
  });

  it('is idle after it was refused, which interrupts the turn', () => {
    const { thread, requests } = given(lines);
    expect(activityOf(thread, new Set())).toBe('idle');
    expect(requests.every(({ isPartial }) => !isPartial)).toBe(true);
  });
});

describe('a rollout of an older Codex, without records', () => {
  const count = (total: object, last: object, at: string) => event({ type: 'token_count', info: { total_token_usage: total, last_token_usage: last, model_context_window: 100_000 } }, at);

  it('counts what the running totals grew by, and a repeated line once', () => {
    const { requests } = given([
      event({ type: 'task_started', turn_id: 't1' }),
      event({ type: 'token_count', info: null }),
      count(usage(1000, 10), usage(1000, 10), '2026-01-01T00:00:01.000Z'),
      count(usage(1000, 10), usage(1000, 10), '2026-01-01T00:00:02.000Z'),
      count(usage(2500, 30), usage(1500, 20), '2026-01-01T00:00:03.000Z'),
      event({ type: 'task_complete', turn_id: 't1' }),
    ]);
    expect(requests).toMatchObject([
      { requestId: 'codex:t1:1', tokens: { input: 1000, output: 10 } },
      { requestId: 'codex:t1:2', tokens: { input: 1500, output: 20 } },
    ]);
  });
});

describe('readRolloutLine', () => {
  it.each(['', '{', '[]', '{"timestamp":"x","type":"session_meta","payload":{"id":"1"}}', '{"timestamp":"2026-01-01T00:00:00Z","type":"new_kind","payload":{}}'])(
    'skips %j',
    (text) => {
      expect(readRolloutLine(text)).toBeNull();
    },
  );
});
