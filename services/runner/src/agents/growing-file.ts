import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Bytes that are read at a time: a conversation's file may have hundreds of megabytes. */
const PIECE_BYTES = 1024 * 1024;
/** A line that is longer than this many characters is no record of usage: it is skipped. */
const MAX_LINE = 16 * 1024 * 1024;

/**
 * How files are opened whose paths an agent chooses: one that is a pipe or a device must neither be waited for, which
 * would hold up the whole runner, nor become its terminal.
 */
export const OPEN_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads the lines that an agent appends to a file, each once it is complete. */
export class GrowingFile {
  readonly path: string;
  #offset = 0;
  #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(path: string) {
    this.path = path;
  }

  /** Calls `take` with each new line. A file that has become shorter was replaced: it is read from its beginning. */
  readNew(take: (line: string) => void): void {
    const file = this.#open();
    if (file === null) return;
    try {
      const status = fstatSync(file);
      if (!status.isFile()) return;
      const { size } = status;
      if (size < this.#offset) this.#startOver();
      const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(0, size - this.#offset)));
      while (this.#offset < size) {
        const bytes = readSync(file, buffer, 0, buffer.length, this.#offset);
        if (bytes === 0) return;
        this.#offset += bytes;
        this.#split(this.#decoder.write(buffer.subarray(0, bytes)), take);
      }
    } finally {
      closeSync(file);
    }
  }

  #split(text: string, take: (line: string) => void): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE) this.#rest = '';
    for (const line of lines) if (line !== '') take(line);
  }

  #startOver(): void {
    this.#offset = 0;
    this.#decoder = new StringDecoder('utf8');
    this.#rest = '';
  }

  /** @returns `null` when it is not there: a person may tidy up while their agent runs */
  #open(): number | null {
    try {
      return openSync(this.path, OPEN_WITHOUT_WAITING);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
