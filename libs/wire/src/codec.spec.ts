import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFrames, encodeFrame, frameSize, outputHead, writeFrame } from './codec.js';
import { type Frame } from './frame.js';
import { WireError } from './wire-error.js';

const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const channel = fc.nat({ max: 65_535 });
const bytes = fc.uint8Array({ maxLength: 300 });
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ kind: fc.constant('output' as const), channel, n: number, at: number, bytes }),
  fc.record({ kind: fc.constant('resize' as const), channel, n: number, at: number, cols: number, rows: number }),
  fc.record({ kind: fc.constant('snapshot' as const), channel, n: number, at: number, cols: number, rows: number, bytes }),
  fc.record({ kind: fc.constant('input' as const), channel, bytes }),
  fc.record({ kind: fc.constant('ack' as const), channel, n: number }),
);

function encodeAll(frames: readonly Frame[]): Uint8Array {
  const message = new Uint8Array(frames.reduce((sum, frame) => sum + frameSize(frame), 0));
  const end = frames.reduce((index, frame) => writeFrame(frame, message, index), 0);
  expect(end).toBe(message.length);
  return message;
}

describe('frames', () => {
  it('come back as they were written, many in one message', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 8 }), (frames) => {
        expect(decodeFrames(encodeAll(frames))).toEqual(frames);
      }),
    );
  });

  it('have a head that can be sent ahead of the bytes of an output', () => {
    fc.assert(
      fc.property(fc.record({ kind: fc.constant('output' as const), channel, n: number, at: number, bytes }), (frame) => {
        expect(Buffer.concat([outputHead(frame), frame.bytes])).toEqual(Buffer.from(encodeFrame(frame)));
      }),
    );
  });

  it('are views of the message, not copies', () => {
    const message = encodeFrame({ kind: 'input', channel: 1, bytes: new Uint8Array(5) });
    const [frame] = decodeFrames(message);
    expect(frame?.kind === 'input' && frame.bytes.buffer).toBe(message.buffer);
  });

  it('keep their layout: a stored byte sequence is read for ever', () => {
    const output = Uint8Array.of(1, 7, 0xac, 0x02, 0x80, 0xd0, 0x95, 0xff, 0xbc, 0x31, 2, 0x68, 0x69);
    const frame: Frame = { kind: 'output', channel: 7, n: 300, at: 1_700_000_000_000, bytes: Uint8Array.of(0x68, 0x69) };
    expect(decodeFrames(output)).toEqual([frame]);
    expect(encodeFrame(frame)).toEqual(output);
  });

  it('take less than 16 bytes around the terminal bytes', () => {
    const frame: Frame = { kind: 'output', channel: 3, n: 100_000, at: Date.UTC(2040, 0), bytes: new Uint8Array(64) };
    expect(frameSize(frame) - 64).toBeLessThan(16);
  });

  it('refuse a message that is cut off anywhere, and never invent a frame', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, seed) => {
        const message = encodeFrame(frame);
        const cut = 1 + (seed % (message.length - 1));
        expect(() => decodeFrames(message.subarray(0, cut))).toThrow(WireError);
      }),
    );
  });

  it('refuse an unknown kind and a number beyond 2^53 - 1', () => {
    expect(() => decodeFrames(Uint8Array.of(9, 0))).toThrow('no frame has the kind 9');
    expect(() => decodeFrames(Uint8Array.of(4, 0, ...new Array<number>(8).fill(0xff), 1))).toThrow(WireError);
  });
});
