import type { PtyChunkRow, TerminalRow } from '@agents-fleet/read-models';
import { newestLine } from './newest-line.js';

/** Bytes of output kept to find the newest line in: a screen's worth of a program that paints. */
export const TAIL_BYTES = 4_096;

/** The row of a session of whose terminal nothing is known. */
export function emptyTerminal(sessionId: string): TerminalRow {
  return {
    sessionId,
    lastChunk: 0,
    newestChunk: 0,
    bytes: 0,
    cols: null,
    rows: null,
    sizeChunk: 0,
    lastActivityMs: 0,
    tail: Buffer.alloc(0),
    lastLine: null,
    streamSeq: 0,
    archived: false,
    expired: false,
  };
}

/** What a batch makes of a terminal. */
export interface TerminalChange {
  terminal: TerminalRow;
  /** Chunks that were not stored yet. */
  added: PtyChunkRow[];
}

/**
 * Takes up chunks in the order in which they arrived. A retry may bring them out of order and a double publish brings
 * them twice; only what has no hole before it counts as there. Pure.
 * @param ahead ends, in output bytes, of stored chunks above `terminal.lastChunk`, by number
 */
export function takeUpChunks(
  terminal: TerminalRow,
  ahead: ReadonlyMap<number, number>,
  chunks: readonly PtyChunkRow[],
): TerminalChange {
  const next = { ...terminal };
  const waiting = new Map(ahead);
  const added: PtyChunkRow[] = [];
  const output: Buffer[] = [terminal.tail];
  let outputBytes = 0;
  for (const chunk of chunks) {
    next.streamSeq = Math.max(next.streamSeq, chunk.streamSeq);
    if (chunk.n <= next.lastChunk || waiting.has(chunk.n)) continue;
    added.push(chunk);
    // What comes after a session's end was archived waits for its turn.
    next.archived = false;
    waiting.set(chunk.n, chunk.offset + (chunk.kind === 'output' ? chunk.data.length : 0));
    next.newestChunk = Math.max(next.newestChunk, chunk.n);
    if (chunk.kind === 'output') {
      output.push(chunk.data);
      outputBytes += chunk.data.length;
      next.lastActivityMs = Math.max(next.lastActivityMs, chunk.at);
    } else {
      resize(next, chunk);
    }
    closeHole(next, waiting);
  }
  if (outputBytes > 0) {
    next.tail = lastBytes(output, TAIL_BYTES);
    next.lastLine = newestLine(next.tail, next.tail.length < TAIL_BYTES);
  }
  return { terminal: next, added };
}

/** Moves the end of the record on as far as there is no hole. */
function closeHole(terminal: TerminalRow, waiting: Map<number, number>): void {
  for (let end = waiting.get(terminal.lastChunk + 1); end !== undefined; end = waiting.get(terminal.lastChunk + 1)) {
    terminal.lastChunk++;
    terminal.bytes = end;
    waiting.delete(terminal.lastChunk);
  }
}

function resize(terminal: TerminalRow, chunk: PtyChunkRow): void {
  const size = /^(\d{1,5})x(\d{1,5})$/.exec(chunk.data.toString('latin1'));
  if (size === null || chunk.n < terminal.sizeChunk) return;
  terminal.cols = Number(size[1]);
  terminal.rows = Number(size[2]);
  terminal.sizeChunk = chunk.n;
}

/** The last `most` bytes of several buffers, in one of its own: a view would keep the whole batch in memory. */
function lastBytes(buffers: readonly Buffer[], most: number): Buffer {
  const parts: Buffer[] = [];
  let left = most;
  for (let index = buffers.length - 1; index >= 0 && left > 0; index--) {
    const part = buffers[index]?.subarray(-left) ?? Buffer.alloc(0);
    parts.unshift(part);
    left -= part.length;
  }
  return Buffer.concat(parts);
}
