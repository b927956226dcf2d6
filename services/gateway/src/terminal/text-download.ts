import { type Writable } from 'node:stream';
import { Transcript } from '@agents-fleet/terminal';
import { ProblemError } from '../http/problem.js';
import { DownloadStream } from './download-stream.js';
import { readRecord } from './record-reader.js';
import { type StoredTerminal } from './stored-terminal.js';
import { type TerminalChunk } from './terminal-chunk.js';
import { type Downloadable } from './terminal-download.js';

/** Each keeps a terminal of its own busy. */
const MOST_AT_ONCE = 2;

/** Hands out what a person saw in a session's terminal, as plain text. */
export class TextDownload {
  #running = 0;

  constructor(private readonly record: StoredTerminal) {}

  /** @throws ProblemError 429 when others are being made */
  begin(): void {
    if (this.#running >= MOST_AT_ONCE) throw new ProblemError(429, 'Other texts are being made. Try again in a moment.', [], { 'Retry-After': '2' });
    this.#running += 1;
  }

  /** Writes the text as fast as `target` takes it, and ends it. `begin` comes first. */
  async write({ session, lastChunk }: Downloadable, target: Writable): Promise<void> {
    try {
      const transcript = await Transcript.open(session.cols, session.rows);
      await this.#fill(transcript, readRecord(this.record, session.id, 1, lastChunk), new DownloadStream(target)).finally(() => { transcript.dispose(); });
    } finally {
      this.#running -= 1;
    }
  }

  async #fill(transcript: Transcript, chunks: AsyncIterable<TerminalChunk>, stream: DownloadStream): Promise<void> {
    for await (const chunk of chunks) {
      if (stream.gone) return;
      if (chunk.kind === 'resize') transcript.resize(chunk.cols, chunk.rows);
      else await transcript.write(chunk.bytes);
      await stream.write(transcript.take());
    }
    transcript.end();
    await stream.write(transcript.take());
    stream.end();
  }
}
