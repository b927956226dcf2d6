import { DEFAULT_COLS, DEFAULT_ROWS } from '@agents-fleet/contracts';
import type { ArchiveWriter, KeptLine, RecordReader } from '@agents-fleet/read-models';
import type { TerminalPageReading, TerminalState } from '@agents-fleet/terminal';
import { CLOSING_BYTES, LONGER_BYTES, LONGER_TIMES, PAGE_BYTES, PAGE_CHUNKS } from './due.js';
import { pageOf, toPaint, type StoredChunk } from './page-chunks.js';
import type { ReadPage } from './read-page.js';

/**
 * Where pages have gone without a state for so many bytes, a reading begins with a new terminal: reading on from the last
 * state would take longer with every page. The text is then a good guess, and seeks take as long as they have to.
 */
const LONGEST_WITHOUT_STATE = 4 * 1024 * 1024;
/** A state is kept for so much at least: painting less takes no longer than loading it. */
const LEAST_BYTES_FOR_STATE = 256 * 1024;
const LEAST_CHUNKS_FOR_STATE = PAGE_CHUNKS / 4;

/** Where a reading begins. */
interface Beginning {
  readonly before: TerminalState | null;
  readonly cols: number;
  readonly rows: number;
  /** Chunks between `before` and the page, which are painted first. */
  readonly lead: readonly StoredChunk[];
  /** Whether the terminal is the real one, so that a state made from it is of use. */
  readonly isKnown: boolean;
}

/** Cuts records into pages: what was on the screen in each, and the terminal after it. */
export class PageMaker {
  readonly #record: RecordReader;
  readonly #archive: ArchiveWriter;
  readonly #readPage: ReadPage;

  constructor(record: RecordReader, archive: ArchiveWriter, readPage: ReadPage) {
    this.#record = record;
    this.#archive = archive;
    this.#readPage = readPage;
  }

  /**
   * Closes the next page of a session of which there is more than a page. Leaves at least the newest chunk, so that there
   * is something for the last page to end with.
   */
  async closePage(sessionId: string, lastChunk: number): Promise<void> {
    const from = this.#nextChunk(sessionId);
    const beginning = this.#beginning(sessionId, from);
    let made: { chunks: StoredChunk[]; reading: TerminalPageReading } | null = null;
    for (let tries = 0; tries <= LONGER_TIMES; tries++) {
      const chunks = this.#chunks(sessionId, from, lastChunk - 1, PAGE_BYTES + tries * LONGER_BYTES);
      if (chunks.length === 0) return;
      if (chunks.length === made?.chunks.length) break;
      made = { chunks, reading: await this.#read(beginning, chunks, { isEnd: false }) };
      // With a guess of the terminal no state is of use, so that a longer page is none, either.
      if (made.reading.state !== null || !beginning.isKnown) break;
    }
    if (made !== null) this.#add(sessionId, beginning, made.chunks, made.reading, false);
  }

  /** Closes the last page of a session that has ended, of which no more than a page is left. */
  async closeLast(sessionId: string, lastChunk: number): Promise<void> {
    const from = this.#nextChunk(sessionId);
    const beginning = this.#beginning(sessionId, from);
    const chunks = this.#chunks(sessionId, from, lastChunk, Infinity);
    const reading = await this.#read(beginning, chunks, { isEnd: true });
    this.#add(sessionId, beginning, chunks, reading, true);
  }

  /** Reads what the part in no page shows now. */
  async readOpenPart(sessionId: string, lastChunk: number, now: () => number): Promise<void> {
    const from = this.#nextChunk(sessionId);
    const beganAt = now();
    const chunks = this.#chunks(sessionId, from, lastChunk, CLOSING_BYTES);
    const newest = chunks.at(-1)?.n;
    if (newest === undefined) return;
    const beginning = this.#beginning(sessionId, from);
    const reading = await this.#read(beginning, chunks, { isEnd: false, provisional: true });
    const readAt = now();
    this.#archive.saveProvisionalText(sessionId, linesOf(reading, beginning), { lastChunk: newest, readAt, costMs: Math.max(0, readAt - beganAt) });
  }

  #nextChunk(sessionId: string): number {
    return (this.#archive.lastPage(sessionId)?.lastChunk ?? 0) + 1;
  }

  #beginning(sessionId: string, from: number): Beginning {
    const last = this.#archive.lastPage(sessionId);
    const size = last === null ? { cols: DEFAULT_COLS, rows: DEFAULT_ROWS } : { cols: last.cols, rows: last.rows };
    if (last === null) return { before: null, ...size, lead: [], isKnown: true };
    const newest = this.#archive.newestState(sessionId);
    const fresh = { before: null, cols: DEFAULT_COLS, rows: DEFAULT_ROWS };
    const known = newest === null ? fresh : { before: newest.state, cols: newest.state.cols, rows: newest.state.rows };
    const lead = this.#chunks(sessionId, (newest?.chunk ?? 0) + 1, from - 1, LONGEST_WITHOUT_STATE);
    const reaches = (lead.at(-1)?.n ?? newest?.chunk ?? 0) === from - 1;
    return reaches ? { ...known, lead, isKnown: true } : { before: null, ...size, lead: [], isKnown: false };
  }

  #chunks(sessionId: string, from: number, to: number, maxBytes: number): StoredChunk[] {
    if (to < from) return [];
    return this.#record.chunks(sessionId, { from, to, maxBytes, maxChunks: maxBytes === Infinity ? -1 : PAGE_CHUNKS });
  }

  #read({ before, cols, rows, lead }: Beginning, chunks: readonly StoredChunk[], how: { isEnd: boolean; provisional?: boolean }) {
    return this.#readPage({ before, cols, rows, chunks: toPaint([...lead, ...chunks]), ...how });
  }

  #add(
    sessionId: string,
    beginning: Beginning,
    chunks: readonly StoredChunk[],
    reading: TerminalPageReading,
    isEnd: boolean,
  ): void {
    const page = pageOf(sessionId, chunks, this.#archive.lastPage(sessionId) ?? beginning, isEnd);
    const isWorthIt = page.bytes >= LEAST_BYTES_FOR_STATE || chunks.length >= LEAST_CHUNKS_FOR_STATE;
    const state = beginning.isKnown && isWorthIt ? reading.state : null;
    this.#archive.addPage({ ...page, chunks, state, lines: linesOf(reading, beginning) });
  }
}

/** Those of a page: what was painted before it, only to know the terminal, has been told. */
function linesOf({ lines }: TerminalPageReading, { lead }: Beginning): readonly KeptLine[] {
  const told = lead.at(-1)?.n ?? 0;
  return told === 0 ? lines : lines.filter(({ chunk }) => chunk > told);
}
