import { type Frame, frameSize, writeFrame } from '@agents-fleet/wire';
import { type TerminalChunk } from './terminal-chunk.js';

/** Small chunks share a message up to this size; one that is larger goes alone. Browsers pay for each message. */
const MESSAGE_BYTES = 64 * 1024;

/** Binary messages for chunks, in order: few large ones for a replay, one at once for a keystroke's echo. */
export function messagesOf(channel: number, chunks: readonly TerminalChunk[]): Buffer[] {
  const messages: Buffer[] = [];
  let frames: Frame[] = [];
  let size = 0;
  for (const chunk of chunks) {
    const frame: Frame = { channel, ...chunk };
    const frameBytes = frameSize(frame);
    if (size > 0 && size + frameBytes > MESSAGE_BYTES) {
      messages.push(write(frames, size));
      frames = [];
      size = 0;
    }
    frames.push(frame);
    size += frameBytes;
  }
  if (size > 0) messages.push(write(frames, size));
  return messages;
}

function write(frames: readonly Frame[], size: number): Buffer {
  const message = Buffer.allocUnsafe(size);
  let at = 0;
  for (const frame of frames) at = writeFrame(frame, message, at);
  return message;
}
