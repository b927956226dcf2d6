import { setImmediate } from 'node:timers/promises';
import { type StoredTerminal } from './stored-terminal.js';
import { type TerminalChunk } from './terminal-chunk.js';

/** Read and handed on at once. */
const READ_BYTES = 256 * 1024;

/**
 * Chunks `from` to `lastChunk` of a session's record, in order, a page of 256 KiB at a time. Others get their turn after each
 * page: SQLite answers at once, so a fast reader would have the process to itself.
 * @throws Error when one that was there is gone
 */
export async function* readRecordPages(record: StoredTerminal, sessionId: string, from: number, lastChunk: number): AsyncGenerator<TerminalChunk[]> {
  let next = from;
  while (next <= lastChunk) {
    const chunks = (await record.chunks(sessionId, next, READ_BYTES)).filter(({ n }) => n <= lastChunk);
    const last = chunks.at(-1);
    if (last === undefined) throw new Error(`chunk ${next} of ${sessionId} has gone from the record`);
    next = last.n + 1;
    yield chunks;
    await setImmediate();
  }
}

/** The same, chunk by chunk; a page of them is in memory at a time. */
export async function* readRecord(record: StoredTerminal, sessionId: string, from: number, lastChunk: number): AsyncGenerator<TerminalChunk> {
  for await (const chunks of readRecordPages(record, sessionId, from, lastChunk)) yield* chunks;
}
