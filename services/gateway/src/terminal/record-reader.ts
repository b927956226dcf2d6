import { setImmediate } from 'node:timers/promises';
import { type StoredTerminal } from './stored-terminal.js';
import { type TerminalChunk } from './terminal-chunk.js';

/** Read and handed on at once. */
const READ_BYTES = 256 * 1024;

/**
 * Chunks `from` to `lastChunk` of a session's record, in order; a page of them is in memory at a time. Others get their
 * turn after each page: SQLite answers at once, so a fast reader would have the process to itself.
 * @throws Error when one that was there is gone
 */
export async function* readRecord(record: StoredTerminal, sessionId: string, from: number, lastChunk: number): AsyncGenerator<TerminalChunk> {
  let next = from;
  while (next <= lastChunk) {
    const chunks = await record.chunks(sessionId, next, READ_BYTES);
    if (chunks.length === 0) throw new Error(`chunk ${next} of ${sessionId} has gone from the record`);
    for (const chunk of chunks) {
      if (chunk.n > lastChunk) return;
      next = chunk.n + 1;
      yield chunk;
    }
    await setImmediate();
  }
}
