import { type Writable } from 'node:stream';
import { ProblemError } from '../http/problem.js';
import { DownloadStream } from './download-stream.js';
import { readRecordPages } from './record-reader.js';
import { type StoredTerminal } from './stored-terminal.js';
import { type Downloadable } from './terminal-download.js';
import { type OpenTextMaker, type TextMaker } from './text-maker.js';
import { textPiecesOf } from './text-pieces.js';
import { Turns, type EndTurn } from './turns.js';

/** How long somebody waits for the text of somebody else, in milliseconds: most take less. */
const PATIENCE_MS = 5_000;

/** Hands out what a person saw in a session's terminal, as plain text. Made in a thread, one at a time (decision 0080). */
export class TextDownload {
  readonly #turns = new Turns();

  /** @param patienceMs how long a turn is waited for, in milliseconds */
  constructor(
    private readonly record: StoredTerminal,
    private readonly openMaker: OpenTextMaker,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /** What is said to who got no turn. */
  get busy(): ProblemError {
    return new ProblemError(429, 'The text of another terminal is being made. Try again in a moment.', [], { 'Retry-After': '5' });
  }

  /**
   * Writes the text as fast as `target` takes it once it is its turn, and ends it. Stops where it is when the reader leaves.
   * @param begin called before the first byte
   * @returns whether its turn came: others may take long, and the reader may go
   */
  async write(what: Downloadable, target: Writable, begin: () => void = () => undefined): Promise<boolean> {
    const endTurn = await this.#turn(target);
    if (endTurn === null) return false;
    try {
      begin();
      if (!target.destroyed) await this.#make(what, target);
      return true;
    } finally {
      endTurn();
    }
  }

  /** `null` when others take long, or when the reader has gone. */
  async #turn(reader: Writable): Promise<EndTurn | null> {
    const waiting = new AbortController();
    const giveUp = () => { waiting.abort(); };
    if (reader.destroyed) giveUp();
    const late = setTimeout(giveUp, this.patienceMs);
    reader.once('close', giveUp);
    const turn = await this.#turns.next(waiting.signal);
    clearTimeout(late);
    reader.off('close', giveUp);
    return turn;
  }

  async #make({ session, lastChunk }: Downloadable, target: Writable): Promise<void> {
    const maker = this.openMaker({ cols: session.cols, rows: session.rows });
    const leave = () => void maker.stop();
    target.once('close', leave);
    try {
      await this.#fill(session.id, lastChunk, maker, new DownloadStream(target));
    } catch (error) {
      // Nobody is there to hear of it, and it is why the thread ended.
      if (!target.destroyed) throw error;
    } finally {
      target.off('close', leave);
      await maker.stop();
    }
  }

  async #fill(sessionId: string, lastChunk: number, maker: TextMaker, stream: DownloadStream): Promise<void> {
    for await (const chunks of readRecordPages(this.record, sessionId, 1, lastChunk)) {
      await stream.write(await maker.take(textPiecesOf(chunks)));
      if (stream.gone) return;
    }
    await stream.write(await maker.take(null));
    stream.end();
  }
}
