import { constants } from 'node:os';
import { type Writable } from 'node:stream';
import { type Marker, type Session } from '@agents-fleet/contracts';
import { type ReadModels } from '@agents-fleet/read-models';
import { Asciicast } from '@agents-fleet/terminal';
import { DownloadStream } from './download-stream.js';
import { readRecord } from './record-reader.js';
import { type TerminalChunk } from './terminal-chunk.js';
import { type Downloadable } from './terminal-download.js';
import { type TerminalRecord } from './terminal-record.js';

const MARKERS_A_PAGE = 500;

/** Hands out a session's record as asciicast v3, with its markers. */
export class CastDownload {
  constructor(
    private readonly record: TerminalRecord,
    private readonly models: ReadModels,
  ) {}

  /** Writes the recording as fast as `target` takes it, and ends it. */
  async write({ session, lastChunk }: Downloadable, target: Writable): Promise<void> {
    const stream = new DownloadStream(target);
    const { first, chunks } = await this.#beginning(session.id, lastChunk);
    const cast = castOf(session, first);
    await stream.write(cast.header());
    const markers = new Waiting(this.#markers(session.id));
    for await (const chunk of chunks) {
      if (stream.gone) return;
      for (const marker of await markers.take((next) => isBefore(next, chunk))) await stream.write(mark(cast, marker));
      // The header has said it.
      if (chunk !== first || chunk.kind === 'output') await stream.write(eventOf(cast, chunk));
    }
    await stream.write(cast.endOfOutput());
    for (const marker of await markers.take(() => true)) await stream.write(mark(cast, marker));
    if (session.endedAt !== null) await stream.write(cast.exit(Date.parse(session.endedAt), session.exitCode, signalNumber(session.signal)));
    stream.end();
  }

  /** The first chunk, which the header needs, and all of them with it. */
  async #beginning(sessionId: string, lastChunk: number): Promise<{ first: TerminalChunk | undefined; chunks: AsyncGenerator<TerminalChunk> }> {
    const chunks = readRecord(this.record, sessionId, 1, lastChunk);
    const { value: first, done } = await chunks.next();
    return done === true ? { first: undefined, chunks } : { first, chunks: startingWith(first, chunks) };
  }

  async *#markers(sessionId: string): AsyncGenerator<Marker> {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.models.markers.list(sessionId, { limit: MARKERS_A_PAGE, ...(cursor !== undefined && { cursor }) });
      yield* page.items;
      cursor = page.nextCursor;
    }
  }
}

/** The replay's clock begins with the first chunk, too: a moment has the same time in both. */
function castOf(session: Session, first: TerminalChunk | undefined): Asciicast {
  const { cols, rows } = first?.kind === 'resize' ? first : session;
  return new Asciicast({ cols, rows, startMs: first?.at ?? Date.parse(session.startedAt), title: session.name, command: session.command });
}

async function* startingWith<Item>(first: Item, rest: AsyncGenerator<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}

function eventOf(cast: Asciicast, chunk: TerminalChunk): string {
  return chunk.kind === 'output' ? cast.output(chunk.at, chunk.bytes) : cast.resize(chunk.at, chunk.cols, chunk.rows);
}

function mark(cast: Asciicast, marker: Marker): string {
  return cast.marker(Date.parse(marker.at), marker.summary);
}

function isBefore(marker: Marker, chunk: TerminalChunk): boolean {
  return marker.chunk === null ? Date.parse(marker.at) <= chunk.at : marker.chunk < chunk.n;
}

function signalNumber(name: string | null): number | null {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return name === null ? null : (numbers[name] ?? null);
}

/** Takes from a sequence as long as its next item fits. */
class Waiting<Item> {
  #next: Item | undefined;
  #over = false;

  constructor(private readonly items: AsyncIterator<Item>) {}

  async take(fits: (item: Item) => boolean): Promise<Item[]> {
    const taken: Item[] = [];
    while (!this.#over) {
      if (this.#next === undefined) {
        const result = await this.items.next();
        if (result.done === true) this.#over = true;
        else this.#next = result.value;
      }
      if (this.#next === undefined || !fits(this.#next)) break;
      taken.push(this.#next);
      this.#next = undefined;
    }
    return taken;
  }
}
