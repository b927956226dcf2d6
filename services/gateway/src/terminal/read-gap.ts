import { ChunkOrder } from './chunk-order.js';
import { type LiveTerminal } from './live-terminal.js';
import { type LogPlace } from './log-index.js';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** A log that doesn't answer for so long is taken for away; the viewer asks again when it is woken. */
const SILENCE_MS = 5_000;

/**
 * Reads older chunks from the log again: for the part that has left a feed's ring and that a slow or dead
 * projector hasn't stored.
 * @param place a place in the log that chunk `wanted.from` is at or behind
 * @param wanted chunks `from` up to but without `until`, and no more once `maxBytes` are reached
 * @returns at least one chunk, unless the log is away or `signal` fires
 */
export async function readGap(
  live: LiveTerminal,
  sessionId: string,
  place: LogPlace,
  wanted: { from: number; until: number; maxBytes: number },
  signal: AbortSignal,
): Promise<TerminalChunk[]> {
  if (!live.online || signal.aborted) return [];
  const order = new ChunkOrder<TerminalChunk>(place.n);
  const found: TerminalChunk[] = [];
  let bytes = 0;
  const stream = await live.read(sessionId, place.seq);
  const stop = () => { stream.stop(); };
  const silence = setTimeout(stop, SILENCE_MS);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const { chunk } of stream) {
      silence.refresh();
      for (const next of order.accept(chunk)) {
        if (next.n < wanted.from || next.n >= wanted.until || bytes >= wanted.maxBytes) continue;
        found.push(next);
        bytes += chunkBytes(next);
      }
      if (bytes >= wanted.maxBytes || order.next >= wanted.until) break;
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    stop();
  }
  return found;
}
