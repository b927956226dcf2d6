import { z } from 'zod';
import { decodeFrames, type Frame, frameSize, outputHead, type OutputFrame, writeFrame } from '@agents-fleet/wire';
import { CONTROL_LINE, HEAD_BYTES, LineProtocolError } from './message-cutter.js';

const line = z.number().int().min(1).max(2 ** 32 - 1);

/** What the gateway says. It says `hello` first; a line is opened once, and then heard and left as often as it likes. */
export const clientMessageSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('hello'), key: z.string().max(200) }),
  z.object({ say: z.literal('open'), line, sessionId: z.string().min(1).max(100) }),
  z.object({ say: z.literal('listen'), line }),
  z.object({ say: z.literal('rest'), line }),
  z.object({ say: z.literal('close'), line }),
]);
export type LineClientMessage = z.infer<typeof clientMessageSchema>;

/**
 * What the pty-host says. `place`: every chunk from number `n` on is in the log, or will be, behind place `seq`. `rested`: the
 * gateway takes output more slowly than it comes, and hears no more of it until it listens again. `refused`: the `n`th input on a
 * line was not typed; one that was is told by an `ack` frame.
 */
export const serverMessageSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('welcome') }),
  z.object({ say: z.literal('place'), line, n: z.number().int().min(1), seq: z.number().int().min(1) }),
  z.object({ say: z.literal('rested'), line }),
  z.object({ say: z.literal('refused'), line, n: z.number().int().min(1), message: z.string() }),
]);
export type LineServerMessage = z.infer<typeof serverMessageSchema>;

export function controlMessage(message: LineClientMessage | LineServerMessage): Buffer {
  const body = JSON.stringify(message);
  const bytes = headed(CONTROL_LINE, Buffer.byteLength(body));
  bytes.write(body, HEAD_BYTES);
  return bytes;
}

export function frameMessage(lineNumber: number, frame: Frame): Buffer {
  const bytes = headed(lineNumber, frameSize(frame));
  writeFrame(frame, bytes, HEAD_BYTES);
  return bytes;
}

/** All of a message of one output frame that comes before its bytes. */
export function outputMessageHead(lineNumber: number, frame: OutputFrame): Buffer {
  const head = outputHead(frame);
  const bytes = headed(lineNumber, head.length + frame.bytes.length, head.length);
  bytes.set(head, HEAD_BYTES);
  return bytes;
}

/**
 * A message with its head, and room for its body.
 * @param length of the body
 * @param room of it that is in this buffer, when the rest follows by itself
 */
function headed(lineNumber: number, length: number, room = length): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + room);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(lineNumber, 4);
  return bytes;
}

/**
 * Reads the body of a control message.
 * @throws LineProtocolError
 */
export function parseControl<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    // Its words stay out: they may have a key in them.
    throw new LineProtocolError('this is no control message');
  }
}

/**
 * The one frame in a body.
 * @throws LineProtocolError, WireError
 */
export function frameOf(body: Buffer): Frame {
  const [frame, ...more] = decodeFrames(body);
  if (frame === undefined || more.length > 0) throw new LineProtocolError('a message has one frame');
  return frame;
}
