import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** Bytes that are read at a time: a conversation's file may have hundreds of megabytes. */
const PIECE_BYTES = 1024 * 1024;
/** A line that is longer than this many characters is no record of usage (one holds a message with its pictures): it is skipped. */
const MAX_LINE = 32 * 1024 * 1024;
/**
 * An agent chooses these paths: a pipe or a device in the place of the file must neither be waited for, which would hold up
 * the whole runner, nor become its terminal.
 */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads the lines that an agent appends to a file, each once it is complete. */
export class GrowingFile {
  readonly path: string;
  #offset = 0;
  #decoder = new StringDecoder('utf8');
  #rest = '';
  #reading: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Calls `take` with each new line; one reading waits for the one before it. A file that is not there, or is no file, has no
   * lines; one that has become shorter was replaced, and is read from its beginning.
   * @throws Error of the system when it can't be read
   */
  readNew(take: (line: string) => void): Promise<void> {
    const read = this.#reading.then(() => this.#readNew(take));
    // Who asked is told of a failure; the next reading is not to fail for it.
    this.#reading = read.catch(() => undefined);
    return read;
  }

  async #readNew(take: (line: string) => void): Promise<void> {
    const file = await this.#open();
    if (file === null) return;
    try {
      const status = await file.stat();
      if (status.isFile()) await this.#readUpTo(status.size, file, take);
    } finally {
      await file.close();
    }
  }

  async #readUpTo(size: number, file: FileHandle, take: (line: string) => void): Promise<void> {
    if (size < this.#offset) this.#startOver();
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(0, size - this.#offset)));
    while (this.#offset < size) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      this.#split(this.#decoder.write(buffer.subarray(0, bytesRead)), take);
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

  /** @returns `null` when it is not there: not yet, or a person tidied up while their agent runs */
  async #open(): Promise<FileHandle | null> {
    try {
      return await open(this.path, OPEN_FLAGS);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
