import { setImmediate } from 'node:timers/promises';
import { type Writable } from 'node:stream';
import { type FramesQuery, type Session } from '@agents-fleet/contracts';
import { screenFirst } from '@agents-fleet/wire';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { DownloadStream } from './download-stream.js';
import { messagesOf, snapshotMessage } from './frames.js';
import { requireKept } from './kept-terminal.js';
import { type KeptState } from './stored-terminal.js';
import { FRAMED_CHANNEL, chunkBytes } from './terminal-chunk.js';
import { type TerminalRecord } from './terminal-record.js';

/** Read and handed on at once; what was read is sent, also beyond the chunk that was asked for. */
const PAGE_BYTES = 256 * 1024;
/** Chunks in one answer: a tenth of a second of a browser's painting. More is asked for with `from`. */
const MOST_BYTES = 2 * 1024 * 1024;

/** What there is to bring a terminal to a moment. */
export interface FramesAnswer {
  readonly session: Session;
  readonly query: FramesQuery;
  /** Number of the last chunk that is recorded. */
  readonly lastChunk: number;
  /** A snapshot of about the screen alone, which is then all of the answer. */
  readonly screen: KeptState | null;
  /** Whether the same question will have the same answer for ever. */
  readonly final: boolean;
}

/** Hands out the frames that bring a terminal to a moment of its session: the replay's food. */
export class FramesDownload {
  constructor(
    private readonly record: TerminalRecord,
    private readonly sessions: SessionLookup,
  ) {}

  /** @throws ProblemError 404 for an unknown session, 410 for a terminal that is not kept any more */
  async of(sessionId: string, query: FramesQuery): Promise<FramesAnswer> {
    const session = await this.sessions.get(sessionId);
    requireKept(session);
    const end = session.status === 'ended' ? await this.record.completeAt(sessionId) : null;
    const lastChunk = end ?? (await this.record.position(sessionId)).lastChunk;
    // A better state to begin with may be made later; chunks stay what they are, and complete is complete.
    const screen = query.scrollback === 'later' && query.from === undefined ? await this.#screen(sessionId, Math.min(query.chunk, lastChunk)) : null;
    return { session, query, lastChunk, screen, final: end !== null && query.from !== undefined };
  }

  /** Writes the frames as fast as `target` takes them, and ends it. */
  async write({ session, query, lastChunk, screen }: FramesAnswer, target: Writable): Promise<void> {
    const stream = new DownloadStream(target);
    if (screen !== null) {
      await stream.write(snapshotMessage(FRAMED_CHANNEL, screen));
      return stream.end();
    }
    let next = query.from ?? (await this.#begin(session.id, Math.min(query.chunk, lastChunk), stream));
    let bytes = 0;
    while (next <= lastChunk && bytes < MOST_BYTES && !stream.gone) {
      const page = await this.record.chunks(session.id, next, PAGE_BYTES);
      const last = page.at(-1);
      if (last === undefined) break;
      for (const message of messagesOf(FRAMED_CHANNEL, page)) await stream.write(message);
      for (const chunk of page) bytes += chunkBytes(chunk);
      next = last.n + 1;
      if (last.n >= query.chunk) break;
      await setImmediate();
    }
    stream.end();
  }

  /** About the screen after exactly this chunk; `null` where that is no part of a kept state, or not worth a question of its own. */
  async #screen(sessionId: string, chunk: number): Promise<KeptState | null> {
    const kept = await this.record.stateBefore(sessionId, chunk);
    const bytes = kept?.chunk === chunk ? screenFirst(kept.state) : null;
    return kept === null || bytes === null ? null : { ...kept, state: { ...kept.state, bytes } };
  }

  /** @returns the number of the chunk to go on with */
  async #begin(sessionId: string, chunk: number, stream: DownloadStream): Promise<number> {
    const kept = await this.record.stateBefore(sessionId, chunk);
    if (kept === null) return 1;
    await stream.write(snapshotMessage(FRAMED_CHANNEL, kept));
    return kept.chunk + 1;
  }
}
