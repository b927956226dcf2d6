import { type Broker } from '@agents-fleet/event-log';
import { type ChunkStream, LiveTerminal } from '../terminal/live-terminal.js';
import { SpecLine } from './spec-line.js';
import { type KeptState, type StoredPosition, type StoredStates, type StoredTerminal } from '../terminal/stored-terminal.js';
import { chunkBytes, type TerminalChunk } from '../terminal/terminal-chunk.js';

/**
 * A terminal's record in memory, for specs of what must hold whatever comes when: chunks are in the log at once, in the
 * read models when a spec says so, and states where it wants them. Chunk `n` has the place `n` in the stream.
 */
export class RecordedTerminal implements StoredTerminal, StoredStates {
  readonly #chunks: TerminalChunk[] = [];
  readonly #states: KeptState[] = [];
  readonly #readers = new Set<() => void>();
  #storedUpTo = 0;
  #isLogHeld = false;
  /** How often a state was asked for. */
  stateReads = 0;
  /** Numbers of the chunks from which the log was read. */
  readonly logReads: number[] = [];
  /** The line to it, which isn't there until a spec opens it. */
  readonly line = new SpecLine();
  /** Runs before each answer of the read models: a spec lets something happen in between. */
  meanwhile: () => void = () => undefined;

  /** Consumers of the log that are there now. */
  get logReaders(): number {
    return this.#readers.size;
  }

  /** Has the log bring nothing until it is released. */
  holdLog(): void {
    this.#isLogHeld = true;
  }

  releaseLog(): void {
    this.#isLogHeld = false;
    for (const wake of this.#readers) wake();
  }

  get lastChunk(): number {
    return this.#chunks.length;
  }

  /** Bytes of all output up to and with a chunk. */
  bytesUpTo(n: number): number {
    return this.#chunks.slice(0, n).reduce((sum, chunk) => sum + outputBytes(chunk), 0);
  }

  print(count: number, size: number): void {
    for (let left = count; left > 0; left -= 1) {
      const n = this.#chunks.length + 1;
      const chunk: TerminalChunk = { n, at: n, kind: 'output', bytes: Buffer.alloc(size, `${n};`) };
      this.#chunks.push(chunk);
      this.line.say(chunk);
    }
    for (const wake of this.#readers) wake();
  }

  /** Brings chunks up to number `n` into the read models. */
  store(n: number = this.lastChunk): void {
    this.#storedUpTo = n;
  }

  /** @param end of the state, in place of its last bytes */
  keepState(chunk: number, size: number, end = ''): void {
    const bytes = Buffer.alloc(size, `state ${chunk};`);
    bytes.write(end, bytes.length - Buffer.byteLength(end));
    this.#states.push({ chunk, at: chunk, state: { cols: 100, rows: 30, bytes } });
  }

  async position(): Promise<StoredPosition> {
    await this.#answer();
    return { lastChunk: this.#storedUpTo, bytes: this.bytesUpTo(this.#storedUpTo), streamSeq: this.#storedUpTo };
  }

  async chunks(_sessionId: string, from: number, maxBytes: number): Promise<TerminalChunk[]> {
    await this.#answer();
    const page: TerminalChunk[] = [];
    let bytes = 0;
    for (const chunk of this.#chunks.slice(from - 1, this.#storedUpTo)) {
      if (page.length > 0 && bytes + chunkBytes(chunk) > maxBytes) break;
      bytes += chunkBytes(chunk);
      page.push(chunk);
    }
    return page;
  }

  async bytesBefore(_sessionId: string, n: number): Promise<number | null> {
    await this.#answer();
    return n <= this.#storedUpTo ? this.bytesUpTo(n - 1) : null;
  }

  async stateBefore(_sessionId: string, chunk: number): Promise<KeptState | null> {
    this.stateReads += 1;
    await this.#answer();
    return this.#states.findLast((kept) => kept.chunk <= chunk) ?? null;
  }

  /** The log, as a feed sees it. */
  get live(): LiveTerminal {
    const read = (_sessionId: string, fromSeq: number): Promise<ChunkStream> => Promise.resolve(this.#read(fromSeq));
    return Object.assign(new LiveTerminal(null as unknown as Broker), {
      untilOnline: () => Promise.resolve(),
      onReturn: () => () => undefined,
      hear: () => () => undefined,
      read,
    });
  }

  #read(fromSeq: number): ChunkStream {
    this.logReads.push(fromSeq);
    let stopped = false;
    let wake: () => void = () => undefined;
    const onPrint = () => { wake(); };
    this.#readers.add(onPrint);
    const chunks = this.#chunks;
    const isHeld = () => this.#isLogHeld;
    return {
      stop: () => {
        stopped = true;
        this.#readers.delete(onPrint);
        wake();
      },
      async *[Symbol.asyncIterator]() {
        for (let seq = fromSeq; !stopped; ) {
          const chunk = chunks[seq - 1];
          if (chunk === undefined || isHeld()) {
            await new Promise<void>((resolve) => (wake = resolve));
            continue;
          }
          await Promise.resolve();
          yield { seq, n: chunk.n, chunk };
          seq += 1;
        }
      },
    };
  }

  async #answer(): Promise<void> {
    await new Promise(setImmediate);
    this.meanwhile();
  }
}

function outputBytes(chunk: TerminalChunk): number {
  return chunk.kind === 'output' ? chunk.bytes.length : 0;
}
