import { describe, expect, it } from '@jest/globals';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { messagesOf } from './frames.js';
import { framedOutput, type TerminalChunk } from './terminal-chunk.js';

const small = framedOutput(1, 5, Buffer.from('hello'));
const large = framedOutput(2, 6, Buffer.alloc(40_000, 'x'));
const resize: TerminalChunk = { n: 3, at: 7, kind: 'resize', cols: 80, rows: 24 };
/** As one that was read off a frame for somebody else. */
const foreign: TerminalChunk = Object.assign(framedOutput(4, 8, Buffer.from('bye')), { channel: 0 });

describe('messages for a viewer', () => {
  it.each([0, 1, 7])('are for its channel alone, however its chunks came: channel %i', (channel) => {
    const frames = messagesOf(channel, [small, large, resize, foreign]).flatMap((message) => decodeFrames(message));
    expect(frames.map((frame) => [frame.channel, frame.kind, 'n' in frame && frame.n])).toEqual([
      [channel, 'output', 1], [channel, 'output', 2], [channel, 'resize', 3], [channel, 'output', 4],
    ]);
  });

  it('are what came, without a copy, for the first terminal', () => {
    expect(messagesOf(0, [large])[0]).toBe(large.kind === 'output' ? large.frame : null);
    expect(messagesOf(1, [small])).toEqual([Buffer.from(encodeFrame({ channel: 1, n: 1, at: 5, kind: 'output', bytes: Buffer.from('hello') }))]);
  });
});
