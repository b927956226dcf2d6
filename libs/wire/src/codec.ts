import { type Frame, type OutputFrame } from './frame.js';
import { Reader, varintSize, writeVarint } from './varint.js';
import { WireError } from './wire-error.js';

/** First byte of a frame. A new kind gets a new number; a number is never used again. */
const KIND = { output: 1, resize: 2, input: 3, ack: 4, snapshot: 5 } as const;

/**
 * How many bytes a frame takes:
 * `kind` as one byte, then varints `channel`, `n`, `at`, `cols`, `rows`, `length` as far as the kind has them, then
 * the bytes. A frame tells its own length, so one WebSocket message may carry many.
 */
export function frameSize(frame: Frame): number {
  const head = 1 + varintSize(frame.channel);
  switch (frame.kind) {
    case 'output':
      return head + varintSize(frame.n) + varintSize(frame.at) + runSize(frame.bytes);
    case 'resize':
      return head + varintSize(frame.n) + varintSize(frame.at) + varintSize(frame.cols) + varintSize(frame.rows);
    case 'snapshot':
      return (
        head + varintSize(frame.n) + varintSize(frame.at) + varintSize(frame.cols) + varintSize(frame.rows) + runSize(frame.bytes)
      );
    case 'input':
      return head + runSize(frame.bytes);
    case 'ack':
      return head + varintSize(frame.n);
  }
}

/**
 * Writes a frame into `target`, which must have `frameSize(frame)` bytes from `at` on.
 * @returns the index after the frame
 */
export function writeFrame(frame: Frame, target: Uint8Array, at: number): number {
  target[at] = KIND[frame.kind];
  let index = writeVarint(target, at + 1, frame.channel);
  switch (frame.kind) {
    case 'output':
      index = writeVarint(target, index, frame.n);
      index = writeVarint(target, index, frame.at);
      return writeRun(target, index, frame.bytes);
    case 'resize':
      index = writeVarint(target, index, frame.n);
      index = writeVarint(target, index, frame.at);
      index = writeVarint(target, index, frame.cols);
      return writeVarint(target, index, frame.rows);
    case 'snapshot':
      index = writeVarint(target, index, frame.n);
      index = writeVarint(target, index, frame.at);
      index = writeVarint(target, index, frame.cols);
      index = writeVarint(target, index, frame.rows);
      return writeRun(target, index, frame.bytes);
    case 'input':
      return writeRun(target, index, frame.bytes);
    case 'ack':
      return writeVarint(target, index, frame.n);
  }
}

/** All of an output frame that comes before its bytes, for who sends them without copying them. */
export function outputHead(frame: OutputFrame): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(frameSize(frame) - frame.bytes.length);
  head[0] = KIND.output;
  let index = writeVarint(head, 1, frame.channel);
  index = writeVarint(head, index, frame.n);
  index = writeVarint(head, index, frame.at);
  writeVarint(head, index, frame.bytes.length);
  return head;
}

/** One frame as a message of its own. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(frameSize(frame));
  writeFrame(frame, message, 0);
  return message;
}

/**
 * Reads all frames of one WebSocket message, in order. `bytes` of a frame are views of `message`, not copies.
 * @throws WireError when the message is cut off or has a kind or a number that doesn't exist
 */
export function decodeFrames(message: Uint8Array | ArrayBuffer): Frame[] {
  const reader = new Reader(message instanceof Uint8Array ? message : new Uint8Array(message));
  const frames: Frame[] = [];
  while (!reader.done) frames.push(readFrame(reader));
  return frames;
}

function readFrame(reader: Reader): Frame {
  const kind = reader.byte();
  const channel = reader.varint();
  switch (kind) {
    case KIND.output:
      return { kind: 'output', channel, n: reader.varint(), at: reader.varint(), bytes: readRun(reader) };
    case KIND.resize:
      return {
        kind: 'resize',
        channel,
        n: reader.varint(),
        at: reader.varint(),
        cols: reader.varint(),
        rows: reader.varint(),
      };
    case KIND.snapshot:
      return {
        kind: 'snapshot',
        channel,
        n: reader.varint(),
        at: reader.varint(),
        cols: reader.varint(),
        rows: reader.varint(),
        bytes: readRun(reader),
      };
    case KIND.input:
      return { kind: 'input', channel, bytes: readRun(reader) };
    case KIND.ack:
      return { kind: 'ack', channel, n: reader.varint() };
    default:
      throw new WireError(`no frame has the kind ${kind}`);
  }
}

function runSize(bytes: Uint8Array): number {
  return varintSize(bytes.length) + bytes.length;
}

function writeRun(target: Uint8Array, at: number, bytes: Uint8Array): number {
  const index = writeVarint(target, at, bytes.length);
  target.set(bytes, index);
  return index + bytes.length;
}

function readRun(reader: Reader): Uint8Array {
  return reader.run(reader.varint());
}
