import { encodeFrame, type Frame, frameSize, writeFrame } from '@agents-fleet/wire';
import { type KeptState } from './stored-terminal.js';
import { FRAMED_CHANNEL, type TerminalChunk } from './terminal-chunk.js';

/** Small chunks share a message up to this size; one that is larger goes alone. Browsers pay for each message. */
const MESSAGE_BYTES = 64 * 1024;

/** From this size on a frame that is there already is worth a message of its own: it need not be copied. */
const ALONE_BYTES = 16 * 1024;

/** Binary messages for chunks, in order: few large ones for a replay, one at once for a keystroke's echo. */
export function messagesOf(channel: number, chunks: readonly TerminalChunk[]): Buffer[] {
  const batch = new MessageBatch();
  for (const chunk of chunks) {
    const framed = channel === FRAMED_CHANNEL && chunk.kind === 'output' ? chunk.frame : undefined;
    if (framed !== undefined && (chunks.length === 1 || framed.length >= ALONE_BYTES)) batch.addMessage(framed);
    else batch.addFrame({ ...chunk, channel });
  }
  return batch.finish();
}

/** The message that has a terminal begin anew with a kept state. */
export function snapshotMessage(channel: number, { chunk, at, state }: KeptState): Buffer {
  const { cols, rows, bytes } = state;
  const message = encodeFrame({ kind: 'snapshot', channel, n: chunk, at, cols, rows, bytes });
  return Buffer.from(message.buffer, message.byteOffset, message.length);
}

/** About the screen of a kept state, for until that is painted: no place in the record. */
export function screenMessage(channel: number, { at, state }: KeptState, bytes: Uint8Array): Buffer {
  return snapshotMessage(channel, { chunk: 0, at, state: { ...state, bytes } });
}

/** Collects frames into messages. */
class MessageBatch {
  readonly #messages: Buffer[] = [];
  #frames: Frame[] = [];
  #size = 0;

  addMessage(message: Buffer): void {
    this.#flush();
    this.#messages.push(message);
  }

  addFrame(frame: Frame): void {
    const size = frameSize(frame);
    if (this.#size + size > MESSAGE_BYTES) this.#flush();
    this.#frames.push(frame);
    this.#size += size;
  }

  finish(): Buffer[] {
    this.#flush();
    return this.#messages;
  }

  #flush(): void {
    if (this.#size === 0) return;
    const message = Buffer.allocUnsafe(this.#size);
    let at = 0;
    for (const frame of this.#frames) at = writeFrame(frame, message, at);
    this.#messages.push(message);
    this.#frames = [];
    this.#size = 0;
  }
}
