import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeFrame, FrameReader, FramingError } from './framing.js';

describe('control frames', () => {
  it('arrive as they were sent, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (values, size) => {
        const sent = JSON.parse(JSON.stringify(values)) as unknown[];
        const bytes = Buffer.concat(sent.map(encodeFrame));
        const reader = new FrameReader();
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; at += size) received.push(...reader.feed(bytes.subarray(at, at + size)));
        expect(received).toEqual(sent);
      }),
    );
  });

  it('have a bound', () => {
    expect(() => new FrameReader().feed(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(FramingError);
  });
});
