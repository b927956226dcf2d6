import { frameSize, type OutputFrame, writeFrame } from '@agents-fleet/wire';

/** A piece of a session's terminal record: output bytes as they came, or a new size. `n` counts both, from 1. */
export type TerminalChunk =
  | {
      readonly n: number;
      readonly at: number;
      readonly kind: 'output';
      readonly bytes: Uint8Array;
      /** The whole as a frame of `FRAMED_CHANNEL`, of which `bytes` is a part: can be sent as it is. */
      readonly frame?: Buffer;
    }
  | { readonly n: number; readonly at: number; readonly kind: 'resize'; readonly cols: number; readonly rows: number };

/** What a resize counts for in windows and rings: about what it takes in memory. */
const RESIZE_BYTES = 16;

/** The channel for which live output is framed when it arrives: the first terminal of every browser. */
export const FRAMED_CHANNEL = 0;

/**
 * Output as it comes from the broker, copied once into a buffer of its own: the broker client's may be several times
 * as large, and would stay in memory as long as the chunk. The copy is a frame already.
 */
export function framedOutput(n: number, at: number, bytes: Uint8Array): TerminalChunk {
  const output: OutputFrame = { kind: 'output', channel: FRAMED_CHANNEL, n, at, bytes };
  // Not from Node's pool, whose 64 KiB would stay with a keystroke's echo, and not cleared: all of it is written.
  const frame = Buffer.allocUnsafeSlow(frameSize(output));
  writeFrame(output, frame, 0);
  return { n, at, kind: 'output', bytes: frame.subarray(frame.length - bytes.length), frame };
}

/** Bytes that a chunk counts for in windows and rings; never 0, so that no number of chunks is free. */
export function chunkBytes(chunk: TerminalChunk): number {
  return chunk.kind === 'output' ? chunk.bytes.length + RESIZE_BYTES : RESIZE_BYTES;
}

/** The size in the body of a resize chunk, `<cols>x<rows>` in ASCII, or `null` when it is none. */
export function sizeOf(body: Uint8Array): { cols: number; rows: number } | null {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(new TextDecoder().decode(body));
  return match === null ? null : { cols: Number(match[1]), rows: Number(match[2]) };
}
