import { describe, expect, it } from '@jest/globals';
import { Recording, type LoadingState } from './recording.js';

function setUp() {
  const states: LoadingState[] = [];
  const acknowledged: number[] = [];
  let closed = false;
  const recording = new Recording('01K00000000000000000000000', (state) => states.push(state));
  recording.connect({ input: () => false, resize: () => undefined, claim: () => undefined, ack: (n) => acknowledged.push(n), close: () => (closed = true) });
  return { recording, states, acknowledged, isClosed: () => closed };
}

const output = (n: number, at: number) => ({ kind: 'output' as const, channel: 0, n, at, bytes: Uint8Array.of(n) });
const attached = (lastChunk: number) => ({ type: 'attached' as const, channel: 0, sessionId: 'x', after: 0, lastChunk, cols: 80, rows: 24, live: false });

describe('Recording', () => {
  it('given a lost connection, when chunks come again, then each is kept once', () => {
    const { recording, acknowledged } = setUp();
    recording.frame(output(1, 10));
    recording.connectionLost();
    expect(recording.lastPainted()).toBe(1);
    recording.frame(output(1, 10));
    recording.frame(output(2, 20));
    expect(recording.length).toBe(2);
    expect(acknowledged).toEqual([1, 1, 2]);
  });

  it('closes its channel once everything is here', () => {
    const { recording, states, isClosed } = setUp();
    recording.message(attached(1));
    recording.frame(output(1, 10));
    recording.message({ type: 'ended', channel: 0, lastChunk: 1 });
    expect(states.at(-1)).toEqual({ phase: 'loaded', chunks: 1, of: 1, message: null });
    expect(isClosed()).toBe(true);
  });

  it('is complete at once when there are no bytes', () => {
    const { recording, states } = setUp();
    recording.message(attached(0));
    expect(states.at(-1)?.phase).toBe('loaded');
  });

  it('never goes back in time', () => {
    const { recording } = setUp();
    for (const [n, at] of [[1, 10], [2, 30], [3, 20], [4, 40]] as const) recording.frame(output(n, at));
    expect(recording.times()).toEqual([10, 30, 30, 40]);
  });
});
