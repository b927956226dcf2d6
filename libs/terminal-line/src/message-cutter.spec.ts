import { describe, expect, it } from '@jest/globals';
import { controlMessage, frameMessage } from './line-messages.js';
import { LineProtocolError, MessageCutter } from './message-cutter.js';

const bytes = Buffer.concat([
  controlMessage({ say: 'welcome' }),
  frameMessage(7, { kind: 'output', channel: 0, n: 1, at: 2, bytes: Buffer.from('hello') }),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 9]),
  frameMessage(7, { kind: 'ack', channel: 0, n: 300 }),
]);
const cutBy = (size: number) => {
  const cutter = new MessageCutter();
  const messages = [];
  for (let at = 0; at < bytes.length; at += size) messages.push(...cutter.feed(bytes.subarray(at, at + size)));
  return messages.map(({ line, body }) => [line, body.length]);
};

describe('MessageCutter', () => {
  it.each([1, 2, 3, 7, 8, 9, 1_000])('finds the messages in pieces of %i bytes', (size) => {
    expect(cutBy(size)).toEqual([[0, 17], [7, 10], [9, 0], [7, 4]]);
  });

  it('keeps nothing of the bytes that it was given', () => {
    const given = Buffer.from(bytes);
    const [first] = new MessageCutter().feed(given);
    given.fill(0);
    expect(first?.body.toString()).toBe('{"say":"welcome"}');
  });

  it('refuses a message that is too long', () => {
    expect(() => new MessageCutter().feed(Buffer.from([0, 16, 0, 1, 0, 0, 0, 1]))).toThrow(LineProtocolError);
  });
});
