import { type Session } from '@agents-fleet/contracts';
import { type Writable } from 'node:stream';
import { ProblemError } from '../http/problem.js';
import { type ProjectionChanges } from '../sessions/projection-changes.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { DownloadStream } from './download-stream.js';
import { requireKept } from './kept-terminal.js';
import { readRecord } from './record-reader.js';
import { type TerminalRecord } from './terminal-record.js';

/** How long a download waits for the projector to complete the record of a session that has ended. */
const COMPLETE_WAIT_MS = 10_000;

/** What there is to download of a session. */
export interface Downloadable {
  readonly session: Session;
  /** Number of the last chunk. */
  readonly lastChunk: number;
}

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
   * @throws ProblemError 404 for an unknown session, 410 for a terminal that is not kept any more, 503 when the record stays incomplete: never a shortened download
   */
  async of(sessionId: string): Promise<Downloadable> {
    const session = await this.sessions.get(sessionId);
    requireKept(session);
    if (session.status !== 'ended') return { session, lastChunk: (await this.record.position(sessionId)).lastChunk };
    const lastChunk = await this.changes.until(
      sessionId,
      COMPLETE_WAIT_MS,
      () => this.record.completeAt(sessionId),
      (complete) => complete !== null,
    );
    if (lastChunk !== null) return { session, lastChunk };
    throw new ProblemError(503, 'The record of this session is not complete yet: the projector is still at it.', [], { 'Retry-After': '5' });
  }

  /** Writes the output in chunks `from` to `lastChunk`, as fast as `target` takes it, and ends it. */
  async write({ session, lastChunk }: Downloadable, from: number, target: Writable): Promise<void> {
    const stream = new DownloadStream(target);
    for await (const chunk of readRecord(this.record, session.id, from, lastChunk)) {
      if (stream.gone) return;
      if (chunk.kind === 'output') await stream.write(chunk.bytes);
    }
    stream.end();
  }
}
