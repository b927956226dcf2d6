import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { ProblemError } from '../http/problem.js';
import { type ProjectionChanges } from '../sessions/projection-changes.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { type TerminalRecord } from './terminal-record.js';

/** How long a download waits for the projector to complete the record of a session that has ended. */
const COMPLETE_WAIT_MS = 10_000;
/** Read and handed to the socket at once. */
const READ_BYTES = 256 * 1024;

/** Hands out the bytes that a session printed, exactly as it printed them. */
export class TerminalDownload {
  constructor(
    private readonly record: TerminalRecord,
    private readonly sessions: SessionLookup,
    private readonly changes: ProjectionChanges,
  ) {}

  /**
   * Decides what there is to download: everything, of a session that has ended; what is recorded by now, of one that
   * runs.
   * @returns number of the last chunk
   * @throws ProblemError 404 for an unknown session, 503 when the record stays incomplete: never a shortened download
   */
  async lastChunk(sessionId: string): Promise<number> {
    const session = await this.sessions.get(sessionId);
    if (session.status !== 'ended') return (await this.record.position(sessionId)).lastChunk;
    const last = await this.changes.until(
      sessionId,
      COMPLETE_WAIT_MS,
      () => this.record.completeAt(sessionId),
      (complete) => complete !== null,
    );
    if (last !== null) return last;
    throw new ProblemError(503, 'The record of this session is not complete yet: the projector is still at it.', [], { 'Retry-After': '5' });
  }

  /** Writes the output in chunks `from` to `lastChunk`, as fast as `target` takes it, and ends it. */
  async write(sessionId: string, from: number, lastChunk: number, target: Writable): Promise<void> {
    let next = from;
    while (next <= lastChunk && !target.destroyed) {
      const chunks = await this.record.chunks(sessionId, next, READ_BYTES);
      if (chunks.length === 0) throw new Error(`chunk ${next} of ${sessionId} has gone from the record`);
      for (const chunk of chunks) {
        if (chunk.n > lastChunk) break;
        next = chunk.n + 1;
        if (chunk.kind === 'output' && !target.write(chunk.bytes)) await drained(target);
      }
    }
    target.end();
  }
}

/** Resolves when the stream takes more, and when it never will because the reader has gone. */
async function drained(target: Writable): Promise<void> {
  if (target.destroyed) return;
  const closed = new AbortController();
  await Promise.race([once(target, 'drain', { signal: closed.signal }), once(target, 'close', { signal: closed.signal })]);
  closed.abort();
}
